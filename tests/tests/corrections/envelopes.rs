//! Whoever acts for an organisation, or of it, names one that stands.

use maillage_events::decide::Ask;
use maillage_events::envelope::Context;
use maillage_events::id::Id;
use maillage_log::executor::{Command, CommandError, StreamAsk};

use crate::city::*;

/// Where an envelope names an organisation.
const MEMBERS: [fn(&mut Context, Id); 2] = [
    |context, organisation| context.on_behalf_of = Some(organisation),
    |context, organisation| context.actor.organisation = Some(organisation),
];

/// Each way to ask something of a session, by which a fact comes about.
async fn every_ask(city: &City, number: u64) -> Vec<StreamAsk> {
    let name = format!("session/s-{number}");
    let planned = city.session(&format!("s-{number}"), None).await;
    let led_by = city.record(&name, "2016-03-08", led("ville")).await;
    let said = |it: Ask| ask(&name, "2016-02-20", it);
    city.person(number).await;
    vec![
        said(Ask::Record(led("ccas"))),
        said(Ask::Put(led("ccas"))),
        said(Ask::SignUp(request(number))),
        said(Ask::PutSignup(request(number))),
        correct(&name, planned, plan("2016-03-09", None)),
        cancel(&name, led_by),
    ]
}

/// What a rehearsal refuses it for.
async fn rehearsed(city: &City, asked: &StreamAsk) -> Option<&'static str> {
    let id = maillage_events::id::CommandId::derived("rehearsal");
    let command = Command { space: space(), id, fingerprint: [0; 32], asks: vec![asked.clone()], if_version: None };
    city.executor.dry_run(&command).await.unwrap().remove(0).err().map(|refusal| refusal.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_an_envelope_names_stands_whatever_is_asked() {
    let city = City::begin();
    let gone = city.organisation("partie").await;
    for organisation in ["ville", "ccas", "clsa"] {
        city.organisation(organisation).await;
    }
    city.ask(vec![cancel("organisation/partie", gone)]).await.unwrap();
    let mut number = 0;
    for name in MEMBERS {
        number += 1;
        for asked in every_ask(&city, number).await {
            for nobody in ["fantome", "partie"] {
                let mut asked = asked.clone();
                name(&mut asked.context, id(nobody));
                assert_eq!(rehearsed(&city, &asked).await, Some("reference-unknown"), "{asked:?}");
                assert_eq!(code(city.ask(vec![asked]).await), "reference-unknown");
            }
        }
        // The control: who stands is named, by the same asks on sessions that are untouched.
        for at in 0..6 {
            number += 1;
            let mut asked = every_ask(&city, number).await.remove(at);
            name(&mut asked.context, id("clsa"));
            assert_eq!(rehearsed(&city, &asked).await, None, "{asked:?}");
            let taken: Result<_, CommandError> = city.ask(vec![asked]).await;
            assert!(taken.is_ok_and(|it| !it.facts.is_empty()));
        }
    }
}
