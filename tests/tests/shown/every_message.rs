//! No message is left that no answer shows.

use maillage_events::messages::Language;

use crate::heard::{Answers, TURN};
use crate::{again, ailing, amended, broken, imports, lived, pages, people, records, requests, seeds, sheets};

#[tokio::test(flavor = "multi_thread")]
async fn every_message_of_both_languages_is_shown_and_readable() {
    let _turn = TURN.lock().await;
    let mut wrong: Vec<String> = Vec::new();
    for language in [Language::French, Language::English] {
        let mut answers = Answers::new(language);
        pages::all(&mut answers).await;
        lived::all(&mut answers).await;
        seeds::all(&mut answers).await;
        amended::all(&mut answers).await;
        requests::all(&mut answers).await;
        imports::all(&mut answers).await;
        sheets::all(&mut answers).await;
        again::all(&mut answers).await;
        records::all(&mut answers).await;
        people::all(&mut answers);
        broken::all(&mut answers).await;
        ailing::all(&mut answers).await;
        wrong.extend(answers.faults().into_iter().map(|fault| format!("{}: {fault}", language.tag())));
        wrong.extend(
            answers
                .unshown()
                .into_iter()
                .map(|key| format!("{}: {key} is shown by no answer, or listed and shown", language.tag())),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}
