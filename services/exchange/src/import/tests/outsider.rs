//! Files as they really come: every row is recorded or named, nothing is read as another thing, and what is named is
//! named by its line, its value and the way out.

use std::collections::HashSet;

use maillage_events::envelope::EvidencePlace;

use super::*;

const ORGANISATIONS: (&str, &[u8]) = (
    "structures.csv",
    "code;nom;type\nars;ARS;agence régionale\nccas;CCAS;collectivité\ncpam;CPAM;assurance\n".as_bytes(),
);
const CONTRACT: (&str, &[u8]) = (
    "contrats.csv",
    "code;type;génération;titre;territoire;échelle;début;fin\nc-1;autre;1;Contrat;Essai;commune;2015;2018\n".as_bytes(),
);
const FICHES: (&str, &[u8]) = ("fiches.csv", "code;contrat;numéro;titre\nf-1;c-1;1;Fiche\n".as_bytes());
const YEARS: (&str, &[u8]) = ("fiches_annees.csv", "fiche;année\nf-1;2016\n".as_bytes());
const BODIES: (&str, &[u8]) = ("instances.csv", "code;type;titre\nb-1;copil;Comité\n".as_bytes());
const PAST: (&str, &[u8]) = ("seances.csv", "code;titre;type;date\ns-8;Réunion;réunion;10/03/2016\n".as_bytes());

async fn house() -> House {
    let house = House::new();
    let outcome = house.import(&[CONTRACT, ORGANISATIONS, FICHES, YEARS, POLES, PERSONS, BODIES, PAST]).await;
    assert_eq!(outcome.rejected, []);
    house
}

/// A file, how many of its rows are taken, and each line that is named, with words of its message.
type Case<'c> = (&'c str, &'c str, u64, &'c [(u64, &'c str)]);

const CASES: &[Case<'static>] = &[
    // Dates, as they are typed.
    ("seances.csv", "code;titre;type;date\ns-1;A;réunion;1/2/16\n", 0, &[(2, "quatre chiffres")]),
    ("seances.csv", "code;titre;type;date\ns-1;A;réunion;février 2016\ns-2;A;réunion;févr. 2016\n", 2, &[]),
    ("seances.csv", "code;titre;type;date\ns-1;A;réunion;T1 2016\ns-2;A;réunion;2016\n", 1, &[(2, "ni trimestre")]),
    ("seances.csv", "code;titre;type;date\ns-1;A;réunion;1er trimestre 2016\n", 0, &[(2, "n'est pas une date")]),
    ("seances.csv", "code;titre;type;date\ns-1;A;réunion;42461\n", 0, &[(2, "n'est pas une date")]),
    ("seances.csv", "code;titre;type;date\ns-1;A;réunion;du 3 au 5 mai 2016\n", 0, &[(2, "n'est pas une date")]),
    ("seances.csv", "code;titre;type;date\ns-1;A;réunion;31/02/2016\n", 0, &[(2, "n'existe pas")]),
    ("seances.csv", "code;titre;type;date\ns-1;A;réunion;12/05/2016 14:30\n", 0, &[(2, "sans heure")]),
    ("seances.csv", "code;titre;type;date;heure\ns-1;A;réunion;12/05/2016;14h30-16h\n", 0, &[(2, "heure")]),
    ("seances.csv", "code;titre;type;date\ns-1;A;réunion;NC\ns-2;A;réunion;-\n", 2, &[]),
    // Counts.
    ("comptages.csv", "séance;feuille;total\ns-8;x;env. 40\n", 1, &[]),
    ("comptages.csv", "séance;feuille;total\ns-8;x;une quarantaine\n", 1, &[]),
    ("comptages.csv", "séance;feuille;total\ns-8;x;une quarantaine ou deux\n", 0, &[(2, "environ 40")]),
    ("comptages.csv", "séance;feuille;total\ns-8;x;40–50\n", 1, &[]),
    ("comptages.csv", "séance;feuille;total\ns-8;x;n.r.\n", 1, &[]),
    ("comptages.csv", "séance;feuille;total\ns-8;x;NC\n", 1, &[]),
    ("comptages.csv", "séance;feuille;total\ns-8;x;—\n", 1, &[]),
    ("comptages.csv", "séance;feuille;total\ns-8;x;1\u{202f}926\n", 1, &[]),
    ("comptages.csv", "séance;feuille;total\ns-8;x;1\u{2009}926\n", 1, &[]),
    ("comptages.csv", "séance;feuille;total\ns-8;x;12 pers.\n", 0, &[(2, "n'est pas un nombre")]),
    ("comptages.csv", "séance;feuille;total\ns-8;x;12+3\n", 0, &[(2, "n'est pas un nombre")]),
    ("comptages.csv", "séance;feuille;total\ns-8;x;#REF!\n", 0, &[(2, "formule")]),
    ("comptages.csv", "séance;feuille;total\ns-8;x;-5\n", 0, &[(2, "n'est pas un nombre")]),
    ("comptages.csv", "séance;feuille;total;déjà venus\ns-8;x;12;NC\n", 1, &[]),
    // Money.
    ("financements.csv", "état;financeur;objet;montant\nversé;ars;contrat/c-1;16 000 €\n", 1, &[]),
    ("financements.csv", "état;financeur;objet;montant\nversé;ars;contrat/c-1;16\u{a0}000,00\u{a0}€\n", 1, &[]),
    ("financements.csv", "état;financeur;objet;montant (€)\nversé;ars;contrat/c-1;16000 EUR\n", 1, &[]),
    ("financements.csv", "état;financeur;objet;montant\nversé;ars;contrat/c-1;16 k€\n", 0, &[(2, "montant")]),
    ("financements.csv", "état;financeur;objet;montant\nversé;ars;contrat/c-1;16.000,00\n", 0, &[(2, "montant")]),
    ("financements.csv", "état;financeur;objet;montant\nversé;ars;contrat/c-1;-500\n", 0, &[(2, "montant")]),
    ("financements.csv", "état;financeur;objet;montant\nversé;ars;contrat/c-1; - €\n", 0, &[(2, "montant")]),
    ("financements.csv", "état;financeur;objet;montant\nversé;ars;contrat/c-1;NC\n", 0, &[(2, "")]),
    ("financements.csv", "état;financeur;objet;montant\nversé;ars;contrat/c-1;#VALEUR!\n", 0, &[(2, "formule")]),
    ("budgets.csv", "objet;montant;année\ncontrat/c-1;80 000 €;2016\nTotal;80 000 €;\n", 1, &[(3, "total")]),
    // What stands in a table and is none of its rows.
    (
        "structures.csv",
        "nom;type\nMaison du port;association\nTotal : 1;\nMaison du lac;association\n",
        2,
        &[(3, "total")],
    ),
    ("structures.csv", "nom;type\nMaison du port;association\n* chiffres provisoires;\n", 1, &[(3, "note")]),
    ("structures.csv", "nom;type\nMaison du port;association\n(1) hors réunion;\n", 1, &[(3, "note")]),
    ("structures.csv", "nom;type\nMaison du port;association\nSource : CCAS, 2016;\n", 1, &[(3, "note")]),
    ("structures.csv", "nom;type\n;;\n\nMaison du port;association\n", 1, &[]),
    (
        "structures.csv",
        "nom;type\nMaison du port;association\nnom;type\nMaison du lac;association\n",
        2,
        &[(3, "répète")],
    ),
    (
        "structures.csv",
        "nom;type\nMaison du port;association\n\u{feff}nom;type\nMaison du lac;association\n",
        2,
        &[(3, "")],
    ),
    ("structures.csv", "nom;type\n", 0, &[]),
    ("structures.csv", "nom;type\n-;association\n", 0, &[(2, "vide")]),
    ("structures.csv", "nom;type\nAssociations;association\n", 0, &[(2, "catégorie")]),
    ("structures.csv", "nom;type\nMaison du port;#N/A\n", 0, &[(2, "formule")]),
    ("structures.csv", "nom;type;adresse\nMaison du port;association;NC\n", 1, &[]),
    ("structures.csv", "nom;siret\nMaison du port;2,17003E+13\n", 1, &[(2, "")]),
    ("structures.csv", "nom;téléphone\nMaison du port;546000000\n", 0, &[(2, "téléphone")]),
    // Headings.
    (
        "comptages.csv",
        "séance;feuille;total;\"déjà\nvenus\";\"déjà venus\nportée\"\ns-8;x;12;2;jamais\n",
        0,
        &[(4, "accepté")],
    ),
    ("presences.csv", "séance*;structure;\"nombre de\npersonnes\" ;Date (jj/mm/aaaa)\ns-8;ccas;3;10/03/2016\n", 1, &[]),
    ("presences.csv", "séance;structure;date;date\ns-8;ccas;;\n", 1, &[(1, "plus à gauche")]),
    ("presences.csv", "séance;structure;total (hommes)\ns-8;ccas;3\n", 1, &[(1, "n'est pas connue")]),
    ("presences.csv", "séance;structure;;;;\ns-8;ccas;;;;\ns-8;cpam;;;;\n", 2, &[]),
    ("presences.csv", "séance;structure\ns-8;ccas;trois personnes\n", 0, &[(2, "cellules")]),
    ("presences.csv", "Présences du 10 mars;\n;\nséance;structure\ns-8;ccas\n", 0, &[(1, "ligne 3")]),
    // Quotation marks, separators, ends of lines.
    ("seances.csv", "code;titre;type;date\ns-1;\"Atelier ; suite\";atelier;2016\n", 1, &[]),
    ("seances.csv", "code;titre;type;date\ns-1;Salle 12\" du CCAS;atelier;2016\ns-2;B;atelier;2016\n", 2, &[]),
    ("seances.csv", "\"code\",\"titre\",\"type\",\"date\"\r\n\"s-1\",\"A, B\",\"atelier\",\"2016\"\r\n", 1, &[]),
    ("seances.csv", "code\ttitre\ttype\tdate\ns-1\tA\tatelier\t2016\n", 1, &[]),
    ("seances.csv", "sep=;\ncode;titre;type;date\ns-1;A;atelier;2016\n", 1, &[]),
    ("seances.csv", "code;titre;type;date\rs-1;A;atelier;2016\rs-2;B;atelier;2016", 2, &[]),
    // Words of lists, codes.
    ("presences.csv", "séance;personne;qualité\ns-8;h-1;Habitante\n", 0, &[(2, "Au choix")]),
    ("presences.csv", "séance;personne;qualité\ns-8;h-1;NC\n", 1, &[]),
    ("presences.csv", "séance;structure\ns-8;C.C.A.S.\n", 0, &[(2, "code")]),
    ("presences.csv", "séance;personne;absent\ns-8;h-1;x\n", 0, &[(2, "Au choix")]),
    ("referents.csv", "pôle;structure;suppléant\nfives;ccas;✓\n", 1, &[]),
    ("referents.csv", "pôle;structure;suppléant\nfives;ccas;peut-être\n", 0, &[(2, "oui ou par non")]),
    ("sieges.csv", "instance;structure;collège\nb-1;ccas;-\n", 1, &[]),
    ("etapes.csv", "fiche;année;libellé\nf-1;2016.0;Guide édité\nf-1;16;Guide diffusé\n", 1, &[(3, "quatre chiffres")]),
    ("partenariats.csv", "partenaire;portée;rôle\nccas;contrat/c-1;membre\n", 0, &[(2, "désignation")]),
];

/// What became otherwise of a case than it says.
async fn faults((file, text, taken, named): &Case<'_>) -> Vec<String> {
    let house = house().await;
    let outcome = house.import_as(&[(file, text.as_bytes())], |options| options.partial = true).await;
    let mut faults = Vec::new();
    let lines: Vec<(u64, &str)> =
        outcome.rejected.iter().filter_map(|it| Some((it.row?, it.message.as_str()))).collect();
    let is_told = |(row, words): &(u64, &str)| lines.iter().any(|(line, told)| line == row && told.contains(words));
    if lines.len() != named.len() || !named.iter().all(is_told) {
        faults.push(format!("{text:?}: {lines:#?} are named, not {named:?}"));
    }
    if outcome.rejected.iter().chain(&outcome.unused).any(|it| it.message.contains(['⟨', '{'])) {
        faults.push(format!("{text:?}: a message is not whole"));
    }
    let facts = house.facts().await;
    let own = facts.iter().filter(|fact| outcome.committed && fact.command == facts.last().unwrap().command);
    let recorded: HashSet<u64> = own
        .filter_map(|fact| match fact.context.evidence.first()?.at {
            EvidencePlace::Lines { from, .. } => Some(from),
            _ => None,
        })
        .collect();
    if recorded.len() as u64 != *taken {
        faults.push(format!("{text:?}: lines {recorded:?} are recorded, not {taken} of them"));
    }
    // Where the headings are named the rows below them are counted apart.
    let told: HashSet<u64> = lines.iter().map(|(row, _)| *row).chain(recorded).collect();
    if !told.contains(&1) && outcome.rows != told.len() as u64 {
        faults.push(format!("{text:?}: {} rows are read, {told:?} are recorded or named", outcome.rows));
    }
    faults
}

#[tokio::test]
async fn each_row_of_an_ugly_file_is_recorded_or_named_and_never_read_as_another_thing() {
    let mut all = Vec::new();
    for case in CASES {
        all.extend(faults(case).await);
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[tokio::test]
async fn a_cell_of_two_megabytes_is_named_and_the_others_are_read() {
    let text = format!("code;titre;type;date\ns-1;{};atelier;2016\ns-2;B;atelier;2016\n", "x".repeat(2 << 20));
    let house = house().await;
    let outcome = house.import_as(&[("seances.csv", text.as_bytes())], |options| options.partial = true).await;
    assert_eq!(outcome.rejected.iter().map(|it| it.row).collect::<Vec<_>>(), [Some(2)]);
    assert!(outcome.rejected[0].message.contains("Mio"), "{}", outcome.rejected[0].message);
    assert_eq!(outcome.by_kind.get("session.planned"), Some(&1));
}

#[tokio::test]
async fn a_file_of_headings_alone_is_said_to_hold_no_row() {
    let outcome = house().await.import(&[("structures.csv", b"nom;type\n")]).await;
    assert_eq!(outcome.rejected, []);
    let [said] = outcome.unused.as_slice() else { panic!("{outcome:?}") };
    assert!(said.message.contains("que ses en-têtes"), "{}", said.message);
}

/// Records with odd headings, orders and marks: how many of their parts are known, and the lines that give no fact.
#[tokio::test]
async fn a_record_with_odd_headings_is_read_by_them_and_names_what_it_does_not_use() {
    let head = "Santé\n2016\nPorteur de l’action : CCAS, Association\n";
    for (body, kinds, unused) in [
        ("Thème\nNutrition\n", &["action.classified"][..], &[][..]),
        ("THÈME :\nNutrition\nDURÉE\n12 mois\n", &["action.classified"], &[]),
        ("1. Thème\nNutrition\n2. Description\n* Ateliers\n", &["action.classified", "action.text_recorded"], &[]),
        ("**Thème**\nNutrition\n", &["action.classified"], &[]),
        ("Description\n• Ateliers\n– Repas\nThème\nNutrition\n", &["action.classified", "action.text_recorded"], &[]),
        ("Thème\nNutrition\nObservations\nÀ relire\n", &["action.classified"], &[6]),
        ("Thème\nFinanceur\n- ARS : 15 000 € €\n", &["funding.notified"], &[]),
        ("Objectif de l’action\n- Mieux manger\nThème\nNutrition\n", &["action.objective_set"], &[]),
    ] {
        let house = House::new();
        let outcome = house.import(&[("fiche.txt", format!("{head}{body}").as_bytes())]).await;
        assert_eq!(outcome.rejected, [], "{body:?}");
        for kind in kinds {
            assert!(outcome.by_kind.contains_key(*kind), "{body:?} {:?}", outcome.by_kind);
        }
        let lines: Vec<u64> = outcome.unused.iter().filter_map(|it| it.row).collect();
        assert_eq!(lines, unused, "{body:?} {:?}", outcome.unused);
    }
}

#[tokio::test]
async fn two_records_in_one_text_are_told_apart_and_neither_is_read_as_the_other() {
    let one = "Santé\n2016\nPorteur de l'action : CCAS, Association\nThème\nNutrition\nDurée\n12 mois\n";
    let two = one.replace("CCAS", "CPAM").replace("Nutrition", "Addictions");
    let house = House::new();
    let outcome = house.import_as(&[("fiche.txt", format!("{one}\n{two}").as_bytes())], |it| it.partial = true).await;
    let [problem] = outcome.rejected.as_slice() else { panic!("{outcome:?}") };
    assert_eq!((problem.row, outcome.committed), (Some(11), false));
    assert!(problem.message.contains("une autre fiche commence ici"), "{}", problem.message);
    let twice = House::new().import(&[("fiche.txt", format!("{one}\n{one}").as_bytes())]).await;
    assert_eq!((twice.rejected.len(), twice.committed), (0, true), "a page that was copied twice is one record");
}
