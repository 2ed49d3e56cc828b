//! What is too small to be a stage of its own: small users of electricity stand together.

use super::Link;

/// Share of the whole below which a user is merged with others.
const SMALL: f64 = 0.01;
/// Share of the whole below which a flow is not drawn.
pub(super) const LEAST: f64 = 0.002;
/// Name of the stage of small users.
const TOGETHER: &str = "small users";

/// Energy that enters: outflow of the stages that receive nothing, the electric part where there is any
/// \[kWh\].
pub(super) fn whole(links: &[Link]) -> f64 {
    let enters = |l: &&Link| !links.iter().any(|other| other.to == l.from);
    let sum = |electric: bool| -> f64 {
        let links = links.iter().filter(enters);
        links
            .filter(|l| l.electric || !electric)
            .map(|l| l.kwh)
            .sum()
    };
    match sum(true) {
        electric if electric > 0.0 => electric,
        _ => sum(false),
    }
}

/// Links with small users merged, and the names of those. Only stages fed by nothing but sources are merged, so
/// that no circle can arise.
pub(super) fn merge(links: &[Link]) -> (Vec<Link>, Vec<String>) {
    let whole = whole(links);
    let source = |name: &str| !links.iter().any(|l| l.to == name);
    let mut small: Vec<String> = Vec::new();
    for link in links.iter().filter(|l| l.electric && source(&l.from)) {
        let into = || links.iter().filter(|l| l.to == link.to);
        let amount: f64 = into().map(|l| l.kwh).sum();
        let fed_by_sources = into().all(|l| l.electric && source(&l.from));
        let passes_on = links.iter().any(|l| l.from == link.to);
        if fed_by_sources && passes_on && amount < SMALL * whole && !small.contains(&link.to) {
            small.push(link.to.clone());
        }
    }
    if small.len() < 2 {
        small.clear();
    }
    let renamed = |name: &String| {
        if small.contains(name) {
            TOGETHER.to_owned()
        } else {
            name.clone()
        }
    };
    let mut merged: Vec<Link> = Vec::new();
    for link in links {
        let own = Link {
            from: renamed(&link.from),
            to: renamed(&link.to),
            ..link.clone()
        };
        let same =
            |l: &&mut Link| (&l.from, &l.to, l.electric) == (&own.from, &own.to, own.electric);
        match merged.iter_mut().find(same) {
            Some(sum) => sum.kwh += own.kwh,
            None => merged.push(own),
        }
    }
    (merged, small)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(from: &str, to: &str, kwh: f64, electric: bool) -> Link {
        Link {
            from: from.into(),
            to: to.into(),
            kwh,
            electric,
        }
    }

    #[test]
    fn small_users_stand_together() {
        let links = [
            link("meter", "racks", 990.0, true),
            link("meter", "pumps", 4.0, true),
            link("meter", "lights", 5.0, true),
            link("meter", "fans", 9.0, true),
            link("pumps", "water", 4.0, false),
            link("lights", "sky", 4.9, false),
            link("lights", "water", 0.1, false),
            link("racks", "water", 990.0, false),
            link("water", "fans", 993.0, false),
            link("fans", "sky", 1_002.0, false),
            link("water", "sky", 1.0, false),
        ];
        let (merged, small) = merge(&links);
        assert_eq!(small, ["pumps", "lights"]);
        let kwh = |from: &str, to: &str| {
            let found = merged.iter().find(|l| l.from == from && l.to == to);
            found.map(|l| l.kwh)
        };
        assert_eq!(kwh("meter", "small users"), Some(9.0));
        // What is fed by water as well is no small user.
        assert_eq!(kwh("meter", "fans"), Some(9.0));
        assert_eq!(kwh("small users", "water"), Some(4.1));
        assert_eq!(kwh("water", "sky"), Some(1.0));
        // Nothing is lost by merging.
        let into = |links: &[Link], to: &str| -> f64 {
            links.iter().filter(|l| l.to == to).map(|l| l.kwh).sum()
        };
        for stage in ["water", "sky", "racks"] {
            assert!((into(&links, stage) - into(&merged, stage)).abs() < 1e-9);
        }
    }

    #[test]
    fn one_small_user_keeps_its_name() {
        let links = [
            link("meter", "racks", 99.5, true),
            link("meter", "pumps", 0.5, true),
            link("racks", "sky", 99.5, false),
            link("pumps", "sky", 0.5, false),
        ];
        assert_eq!(merge(&links), (links.to_vec(), vec![]));
    }
}
