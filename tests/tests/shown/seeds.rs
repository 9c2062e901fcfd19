//! The reports of the spaces of the demonstration, Lille's and its sessions aside.

use maillage_exchange::seeds::files::STAGES;

use crate::heard::Answers;
use crate::house::House;
use crate::pages::{reports, take};

/// Their pages and reports, and what their imports print.
pub async fn all(answers: &mut Answers) {
    let house = House::new().await;
    let mut spaces = Vec::new();
    for stage in STAGES.iter().filter(|stage| stage.space != "lille") {
        house.clock.set(stage.recorded.parse().unwrap());
        let files: Vec<(&str, Vec<u8>)> = stage.files.iter().map(|(name, bytes)| (*name, bytes.to_vec())).collect();
        let language = answers.language;
        let outcome = house.import(&files, &[], |options| {
            options.space = stage.space.parse().unwrap();
            options.contract = stage.contract.map(|it| it.parse().unwrap());
            options.language = language;
        });
        let outcome = outcome.await.unwrap();
        crate::imports::take(answers, stage.space, &outcome, false);
        if !spaces.contains(&stage.space) {
            spaces.push(stage.space);
        }
    }
    for space in spaces {
        house.folded(space).await;
        take(&house, answers, &format!("/espaces/{space}?lang={}", answers.language.tag())).await;
        reports(&house, answers, space).await;
    }
}
