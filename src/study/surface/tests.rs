use super::*;
use crate::study::Hall;
use std::path::Path;

fn hall(sets: &[&str]) -> Hall {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/halls/nanto_a.toml");
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    Hall::load(&path, &sets).unwrap()
}

#[test]
fn speed() {
    let t = std::time::Instant::now();
    let hall = hall(&[]);
    eprintln!("load {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let hall2 = crate::config::load(&hall.path, &[]).unwrap();
    eprintln!("config {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let _ = crate::model::rules::apply(&hall2.0, &hall.model.climate);
    eprintln!("rules {:?}", t.elapsed());
    let c = hall.model.climate.clone();
    let t = std::time::Instant::now();
    let _ = crate::model::build(&hall2.0, c).unwrap();
    eprintln!("build {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let weather = Weather::of(&hall.model.climate, 3600.0);
    eprintln!("weather {:?}", t.elapsed());
    for ratio in [1e-3, 2e-4, 1e-4, 3e-5, 1e-5] {
        let t = std::time::Instant::now();
        let y = year(
            &hall.model,
            &weather,
            Tolerance {
                ratio,
                ..Tolerance::default()
            },
        )
        .unwrap();
        eprintln!(
            "{ratio:e} {:?} pue {} water {} {:?} least margin {:?}",
            t.elapsed(),
            y.pue(),
            y.total(|a| a.water),
            y.evidence,
            y.least(|a| a.margin).map(|a| (a.0, a.1.margin))
        );
    }
}
