//! What stands in `ops/` is held to the code: metrics, links, log lines, command lines, settings. Prose that nobody
//! checks grows old unseen.
#![expect(clippy::unwrap_used, reason = "a test program")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn ops() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ops").canonicalize().unwrap()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(ops().join(path)).unwrap()
}

/// Every file below a folder that ends so, with its text.
fn files(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// The code of the services, their tests left out.
fn sources() -> String {
    let all = files(&ops().join("../services"), ".rs");
    let code = all.iter().filter(|(path, _)| !path.components().any(|part| part.as_os_str() == "tests"));
    code.map(|(_, text)| text.split("#[cfg(test)]").next().unwrap_or_default()).collect()
}

/// The pages that say what to do, by file name, without their index.
fn runbooks() -> Vec<(String, String)> {
    let pages = files(&ops().join("runbooks"), ".md").into_iter();
    let named = pages.map(|(path, text)| (path.file_name().unwrap().to_string_lossy().into_owned(), text));
    named.filter(|(name, _)| name != "README.md").collect()
}

/// The metrics that a text names. A role of PostgreSQL (`maillage_app@…`) is none.
fn metrics(text: &str) -> BTreeSet<String> {
    let starts = text.match_indices("maillage_").map(|(at, _)| &text[at..]);
    let names = starts.filter_map(|rest| {
        let name: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
        let series =
            ["_bucket", "_count", "_sum"].iter().find_map(|part| name.strip_suffix(part)).unwrap_or(&name).to_owned();
        (!rest[name.len()..].starts_with('@')).then_some(series)
    });
    names.collect()
}

fn undeclared(named: &BTreeSet<String>, sources: &str) -> Vec<String> {
    named.iter().filter(|name| !sources.contains(&format!("\"{name}\""))).cloned().collect()
}

#[test]
fn every_metric_that_is_drawn_watched_or_explained_is_declared() {
    let mut named = metrics(&read("grafana/maillage.json"));
    named.extend(metrics(&read("prometheus/alerts.yml")));
    named.extend(metrics(&read("prometheus/alerts_test.yml")));
    for (_, page) in runbooks() {
        named.extend(metrics(&page));
    }
    let sources = sources();
    assert!(named.len() > 15, "{named:?}");
    assert_eq!(undeclared(&named, &sources), Vec::<String>::new(), "no source declares these");

    // The control: an invented name is caught, a suffix of a histogram is not.
    let invented = metrics("rate(maillage_dreams_total[5m]) / maillage_http_request_duration_seconds_bucket");
    assert_eq!(undeclared(&invented, &sources), ["maillage_dreams_total"]);
}

#[test]
fn every_figure_of_the_process_is_collected() {
    let collected = maillage_server::Metrics::new("0", "0").unwrap().text().unwrap();
    let dashboard = read("grafana/maillage.json");
    let names: BTreeSet<&str> = dashboard
        .split(|c: char| !(c.is_ascii_lowercase() || c == '_'))
        .filter(|word| word.starts_with("process_"))
        .collect();
    assert!(!names.is_empty());
    for name in names {
        assert!(collected.contains(&format!("\n{name} ")), "{name} is drawn and not collected");
    }
}

#[test]
fn the_dashboard_can_be_brought_into_any_grafana() {
    let dashboard: serde_json::Value = serde_json::from_str(&read("grafana/maillage.json")).unwrap();
    assert_eq!(
        (dashboard["uid"].as_str(), &dashboard["id"], dashboard["refresh"].as_str()),
        (Some("maillage"), &serde_json::Value::Null, Some("30s"))
    );
    assert_eq!(dashboard["templating"]["list"][0]["type"], "datasource");
    let panels = dashboard["panels"].as_array().unwrap();
    let rows: Vec<&str> =
        panels.iter().filter(|panel| panel["type"] == "row").filter_map(|panel| panel["title"].as_str()).collect();
    assert_eq!(rows, ["Les gens attendent-ils ?", "Est-on à jour ?", "Que faut-il réparer ?"]);
    let ids: BTreeSet<u64> = panels.iter().filter_map(|panel| panel["id"].as_u64()).collect();
    assert_eq!(ids.len(), panels.len(), "two panels share an id");
    for panel in panels.iter().filter(|panel| panel["type"] != "row") {
        assert_eq!(panel["datasource"]["uid"], "${datasource}", "{}", panel["title"]);
    }
}

#[test]
fn every_alert_leads_to_a_runbook_and_every_runbook_says_how_one_knows_that_it_is_mended() {
    let alerts = read("prometheus/alerts.yml");
    let links: Vec<&str> = alerts.lines().filter_map(|line| line.trim().strip_prefix("runbook: ops/")).collect();
    let names: Vec<&str> = alerts.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")).collect();
    assert_eq!((links.len(), names.is_empty()), (names.len(), false), "an alert leads nowhere");
    let index = read("runbooks/README.md");
    for name in names {
        assert!(index.contains(&format!("`{name}`")), "{name} is not in the index of runbooks");
    }
    for link in links {
        assert!(ops().join(link).is_file(), "{link} is not there");
    }
    for (name, page) in runbooks() {
        assert!(index.contains(&format!("]({name})")), "{name} is not in the index");
        for part in ["**One sees.**", "**Why", "**Do", "**Mended when**"] {
            assert!(page.contains(part), "{name} has no part {part}");
        }
        for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(ops().join("runbooks").join(link).is_file(), "{name} leads to {link}");
        }
    }
}

/// What a page quotes of a log: what `journalctl -g` looks for, and words between backquotes that are a sentence.
fn quoted(page: &str) -> Vec<String> {
    let sought = page.split(" -g '").skip(1).filter_map(|rest| rest.split('\'').next());
    let sentence = |span: &&str| {
        span.split(' ').count() > 3 && span.chars().all(|c| c.is_ascii_alphabetic() || " ;:,".contains(c))
    };
    let prose = page.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2)).filter(sentence);
    sought.chain(prose).map(str::to_owned).collect()
}

#[test]
fn every_log_line_that_a_runbook_quotes_is_written_by_the_code() {
    let sources = sources();
    let lines: BTreeSet<String> = runbooks().iter().flat_map(|(_, page)| quoted(page)).collect();
    assert!(lines.len() > 5, "{lines:?}");
    let unwritten: Vec<&String> = lines.iter().filter(|line| !sources.contains(*line)).collect();
    assert_eq!(unwritten, Vec::<&String>::new(), "nobody writes these");

    // The control: an invented line is seen.
    assert_eq!(quoted("It says `the sky fell on a node` or `maillage facts --space S`."), ["the sky fell on a node"]);
}

#[test]
fn a_unit_that_is_copied_alone_is_hardened_like_the_others() {
    let units = files(&ops().join("systemd"), ".service");
    let hardening = |text: &str| {
        let (_, rest) = text.split_once("# Hardening")?;
        Some(rest.split("[Install]").next()?.trim_end().to_owned())
    };
    assert_eq!(units.len(), 4);
    for (path, text) in &units {
        assert!(
            hardening(text).is_some_and(|it| it.contains("NoNewPrivileges=yes") && it.contains("ProtectSystem=strict")),
            "{}",
            path.display()
        );
        assert_eq!(hardening(text), hardening(&units[0].1), "{}", path.display());
    }
}

#[test]
fn the_example_of_a_configuration_names_only_settings_that_exist() {
    let wished: String = read("systemd/maillage.toml")
        .lines()
        .filter_map(|line| line.strip_prefix('#'))
        .filter(|line| !line.starts_with(' '))
        .fold(String::new(), |all, line| all + line + "\n");
    let settings: toml::Table = wished.parse().unwrap();
    assert!(settings.contains_key("listen") && settings.contains_key("store"));
    let config = std::fs::read_to_string(ops().join("../services/maillage/src/config.rs")).unwrap();
    let known = config.split("struct File {").nth(1).unwrap().split('}').next().unwrap();
    for setting in settings.keys() {
        assert!(known.contains(&format!("{setting}:")), "the file may not hold « {setting} »");
    }
}

/// Holds the command lines of `ops/` to a program that knows some flags of each subcommand.
fn check_commands(flags: &str) -> Output {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("maillage");
    std::fs::write(&program, format!("#!/bin/sh\n[ \"$1\" = dream ] && exit 2\necho '{flags}'\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    Command::new(ops().join("check-commands")).arg(&program).output().unwrap()
}

#[test]
fn a_flag_in_ops_that_the_program_does_not_know_is_told() {
    let all = "--accept-clock --accept-loss-after --after --backup-dir --basis --config --limit --listen --metrics \
               --public-origin --refill --shared-rows --space --store --switch-back --version --with-key";
    let known = check_commands(all);
    assert!(known.status.success(), "{}", String::from_utf8_lossy(&known.stderr));

    let lacking = check_commands(&all.replace("--refill ", ""));
    assert!(!lacking.status.success());
    assert!(String::from_utf8_lossy(&lacking.stderr).contains("no such flag --refill: maillage relay --refill"));
}

#[test]
fn the_alerts_are_raised_by_what_they_are_for() {
    let Ok(output) =
        Command::new("promtool").args(["test", "rules"]).arg(ops().join("prometheus/alerts_test.yml")).output()
    else {
        println!("skipped: alert rules (promtool is not there; apt-get install prometheus)");
        return;
    };
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
