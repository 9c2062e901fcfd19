//! OSCARS records in which something cannot be read, or gives no fact.

use crate::heard::Answers;
use crate::house::{House, SPACE};
use crate::imports::take;

const OWN: &str = include_str!("../../../services/exchange/seeds/la-rochelle-oscars/oscars-2016.txt");

/// Every record that cannot be read whole.
pub async fn all(answers: &mut Answers) {
    let language = answers.language;
    let changed = |this: &str, that: &str| {
        assert!(OWN.contains(this), "{this:?} is not in the record");
        OWN.replacen(this, that, 1).into_bytes()
    };
    let mut long = OWN.as_bytes().to_vec();
    long.extend(vec![b'x'; 100_000]);
    let mut longest = OWN.as_bytes().to_vec();
    longest.extend("une ligne de plus\n".repeat(1_000_000).bytes());
    let sum = "15 000 €";
    let cases: Vec<Vec<u8>> = vec![
        b"  \n".to_vec(),
        b"numero;titre\n1;a\n".to_vec(),
        b"Public\ntous\nDur\x8ee\n".to_vec(),
        long,
        longest,
        changed(sum, "quinze mille €"),
        changed("2016\n", ""),
        OWN.as_bytes()[OWN.find("Thème").unwrap()..].to_vec(),
        changed("Année de fin de réalisation\n2016", "Année de fin de réalisation\nbientôt"),
        changed("Année de fin de réalisation\n2016", "Année de fin de réalisation\n2014"),
        changed("- Fiche 5 : Création d’une PASS dentaire", "- Fiche 4 : Création d’une PASS dentaire"),
        changed(". Forum « santé jeunes »", ". Forum « santé jeunes ». Mme Durand y a parlé."),
        changed(
            "Synergie 17,",
            "synergie@exemple.fr, 06 12 34 56 78, 1 85 05 78 006 084 36, \
                 FR76 3000 6000 0112 3456 7890 189, a\u{202e}b,",
        ),
        changed(". Forum « santé jeunes »", ". Forum « santé jeunes », joint au 06 12 34 56 78. Et à a@exemple.fr."),
        changed(". Forum « santé jeunes »", ". Forum a\u{202e}b. Numéro 1 85 05 78 006 084 36."),
        changed(". Forum « santé jeunes »", ". Compte FR76 3000 6000 0112 3456 7890 189."),
        changed("Thème\n", "Météo du jour\nbeau temps\nThème\n"),
        format!("{OWN}\n\nObservations\nÀ relire\n").into_bytes(),
        format!("{OWN}\n\nMoyens engagés\nDeux salles\nTrois heures\n").into_bytes(),
        changed(". Forum « santé jeunes »", &format!(". {}", "forum santé ".repeat(4000))),
        format!("{OWN}\nAutre action\n2016\nPorteur de l'action : CCAS\n{OWN}").into_bytes(),
    ];
    for bytes in cases {
        let house = House::new().await;
        let outcome = house.import(&[("oscars.txt", bytes)], &[], |options| options.language = language).await.unwrap();
        take(answers, "a record", &outcome, false);
        if outcome.committed {
            house.folded(SPACE).await;
            crate::pages::take(&house, answers, &report("discrepancies", language)).await;
        }
    }
    entered(answers).await;
}

fn report(name: &str, language: maillage_events::messages::Language) -> String {
    format!("/espaces/{SPACE}/rapports/{name}?lang={}", language.tag())
}

/// A record of a space where a fiche of its number bears another title, and where several contracts stand.
async fn entered(answers: &mut Answers) {
    let (house, language) = (House::new().await, answers.language);
    let contracts = "code;type;génération;titre;territoire;échelle;début;fin\n\
                     c-1;cls;1;Contrat;Essai;commune;2013;2018\nc-2;autre;1;Contrat;Essai;commune;2014;2018\n";
    let fiches = "code;contrat;numéro;titre;axes\nc-1-f05;c-1;5;Autre titre;\n";
    let standing = [("contrats.csv", contracts.into()), ("fiches.csv", fiches.into())];
    house.import(&standing, &[], |options| options.language = language).await.unwrap();
    let record = [("oscars.txt", OWN.as_bytes().to_vec())];
    for contract in [None, Some("c-1")] {
        let outcome = house.import(&record, &[], |options| {
            options.language = language;
            options.contract = contract.map(|it| it.parse().unwrap());
        });
        take(answers, "a record", &outcome.await.unwrap(), false);
    }
    house.folded(SPACE).await;
    crate::pages::take(&house, answers, &report("discrepancies", language)).await;
}
