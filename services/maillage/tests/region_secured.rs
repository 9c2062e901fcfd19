//! Brokers that ask for TLS, a name and a password: the relay and the projector reach them, and nobody else does.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test program")]

#[expect(dead_code, reason = "the database and the brokers are left in peace here")]
mod region;

use std::path::Path;

use region::{Region, figure};
use serde_json::json;

/// The file that tells how the brokers are reached, with one line changed; private as the first.
fn changed(path: &Path, name: &str, from: &str, to: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} is not in the file");
    let other = path.with_file_name(name);
    std::fs::write(&other, text.replace(from, to)).unwrap();
    std::fs::set_permissions(&other, std::fs::Permissions::from_mode(0o600)).unwrap();
    other.display().to_string()
}

/// What the doctor says of the topic.
fn topic(region: &Region, more: &[&str]) -> String {
    let (_, said) = region.attempt(&[&["doctor", "--kafka", &region.kafka], more].concat());
    said.lines()
        .find(|line| line.split_whitespace().nth(1) == Some("topic"))
        .unwrap_or_else(|| panic!("{said}"))
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_travel_over_brokers_that_ask_for_tls_and_a_password_and_only_with_them() {
    let Some(region) = Region::start_secured(1) else { return };
    region.begin("relay", &["relay", "--metrics", "{address}"]);
    let projector = region.begin("projector", &["projector", "--metrics", "{address}"]);
    let server = region.begin("server", &["serve", "--listen", "{address}"]);
    region.ready("server").await;
    let logs = || region.log_of("relay") + &region.log_of("projector");
    let some = |seen: f64| seen > 0.0;
    assert!(figure(projector, "maillage_consumer_partitions", some).await.is_some_and(some), "{}", logs());
    let space = json!({"data": {"name": "Ville", "kind": "city", "demonstration": true}});
    let request =
        reqwest::Client::new().put(format!("http://{server}/v1/spaces/s")).header("content-type", "application/json");
    assert_eq!(request.body(space.to_string()).send().await.unwrap().status().as_u16(), 201);
    assert!(
        figure(projector, "maillage_consumer_records_total{outcome=\"taken\"}", some).await.is_some_and(some),
        "{}",
        logs()
    );

    let path = region.kafka_config.clone().unwrap();
    let file = path.display().to_string();
    let found = topic(&region, &["--kafka-config", &file]);
    assert!(found.starts_with("ok") && found.contains("6 partitions"), "{found}");

    // The controls: the same brokers, with something missing.
    let wrong = changed(&path, "wrong.properties", "sasl.password=", "sasl.password=not-");
    let refused = topic(&region, &["--kafka-config", &wrong]);
    assert!(refused.starts_with("HURTS") && refused.contains("uthentication"), "{refused}");
    let stranger = changed(&path, "stranger.properties", "ssl.ca.location=", "#");
    let refused = topic(&region, &["--kafka-config", &stranger]);
    assert!(refused.starts_with("HURTS") && refused.contains("certificate"), "{refused}");
    let refused = topic(&region, &[]);
    assert!(refused.starts_with("HURTS"), "{refused}");
}
