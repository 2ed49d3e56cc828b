//! A row that hangs below its CDU loses its pumps: what goes on by buoyancy, through an ordinary configuration.

use halltwin::results;
use halltwin::study::{Hall, Orders, run};

const HALL: &str = r#"
[hall]
name = "A row below its CDU"
air_volume = "400 m3"
[site]
climate = "toyama-design-winter"
[lint]
allow = ["W002", "W018"]
[cdu.d]
use = "cdu/vertiv-xdu1350"
supply = "38 degC"
differential_pressure = "110 kPa"
primary = "fws"
[node.row_in]
elevation = "RISER"
[node.row_out]
elevation = "RISER"
[pipe.down]
from = "cdu.d.supply"
to = "row_in"
length = "10 m"
diameter = "82.5 mm"
[pipe.up]
from = "row_out"
to = "cdu.d.return"
length = "10 m"
diameter = "82.5 mm"
[row.d]
racks = 2
rack = { use = "rack/gb200-nvl72", chain = [], liquid_fraction = 1.0 }
supply_node = "row_in"
return_node = "row_out"
header_diameter = "82.5 mm"
[loop.fws]
fluid = "pg25"
supply = "30 degC"
pump = "pump/end-suction-2000"
pumps = 2
pumps_running = 1
differential_pressure = "150 kPa"
main_length = "40 m"
main_diameter = "150 mm"
branch_diameter = "125 mm"
rejection = ["roof"]
[dry_cooler.roof]
use = "dry_cooler/v-bank-1mw"
count = 2
[event.low]
from = "0 min"
on = "row.d"
load = 0.15
[event.trip]
from = "10 min"
on = "cdu.d"
running = 0
"#;

/// Flow through the first rack [kg/s] at the end of two hours, with the row `riser` metres below its CDU, and what the run tells.
fn remaining(riser: f64) -> (f64, f64, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hall.toml");
    std::fs::write(&path, HALL.replace("RISER", &format!("-{riser} m"))).expect("written");
    let hall = Hall::load(&path, &[]).unwrap_or_else(|e| panic!("{e}: {e:?}"));
    let orders = Orders {
        folder: folder.path().join("run"),
        command: "test".to_owned(),
        start: 0.0,
        duration: 7_200.0,
        step: 15.0,
        csv_all: false,
        resume: false,
        stop: &mut |_| false,
    };
    let outcome = run(&hall, orders).unwrap_or_else(|e| panic!("{riser} m: {e}"));
    let mut told = outcome.summary.events.iter();
    let told = told.find(|e| e.text.contains("still passes"));
    let text = told.map_or(String::new(), |e| e.text.clone());
    let run = results::load(&folder.path().join("run")).expect("a run");
    let column = |name: &str| {
        run.series
            .column(name)
            .unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    let flow = column("cdu.d.secondary_flow");
    let (before, after) = (flow[30], *flow.last().expect("rows"));
    (before, after, text)
}

#[test]
fn buoyancy_goes_on_and_grows_with_the_riser() {
    let (before, two, text) = remaining(2.0);
    println!("{before} kg/s before, {two} kg/s by 2 m of riser: {text}");
    assert!(
        before > 4.0 && two > 0.1 && two < 0.3 * before,
        "{before} {two}"
    );
    assert!(text.contains(&format!("{two:.3} kg/s")), "{text}");
    // Losses grow with flow to the power of 1 to 2, buoyancy with riser and heat over flow: m ~ H^(1/2) to H^(1/3), less
    // what colder coolant expands less.
    let (_, four, _) = remaining(4.0);
    let ratio = four / two;
    assert!((1.2..=1.42).contains(&ratio), "{four} over {two}: {ratio}");
    // A row at the height of its CDU has nothing to move it.
    let (_, none, _) = remaining(0.0);
    assert!(none < 0.05 * two, "{none}");
}
