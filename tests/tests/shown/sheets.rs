//! Sheets in which something is wrong: in the file as a whole, in a row, in each cell of each column.

use maillage_events::messages::Language;
use maillage_exchange::tabular::sheet::LONGEST_FILE;

use crate::heard::Answers;
use crate::house::House;
use crate::imports::take;

/// Values that hardly any column takes.
const WRONG: [&str; 24] = [
    "???",
    "Lune Rousse",
    "31/02/2026",
    "2016",
    "appelez le 05 46 00 00 00",
    "inexistant-1",
    "structure/inexistant-1",
    "-1",
    "12,5,3",
    "25h70",
    "",
    "lune/x",
    "a\u{202e}b",
    "#REF!",
    "espace/inexistant-1",
    "mandat/inexistant-1",
    "action/inexistant-1",
    "catégorie/inexistante-1",
    "partenariat/inexistant-1",
    "convention/inexistante-1",
    "financement/inexistant-1",
    "mesure/inexistante-1",
    "discrepancy/inexistant-1",
    "import/inexistant-1",
];

/// The tables and their columns, as the description of the files lists them.
fn tables() -> Vec<(String, Vec<String>)> {
    let mut tables: Vec<(String, Vec<String>)> = Vec::new();
    for line in maillage_exchange::tabular::describe(Language::French).lines() {
        if let Some(name) = line.strip_prefix("## `").and_then(|rest| rest.split('`').next()) {
            tables.push((name.to_owned(), Vec::new()));
        } else if let Some(column) = line.strip_prefix("| `").and_then(|rest| rest.split('`').next())
            && let Some((_, columns)) = tables.last_mut()
        {
            columns.push(column.to_owned());
        }
    }
    tables
}

/// Each table with a row of each wrong value, then one with a code and nothing else.
async fn cells(house: &House, answers: &mut Answers) {
    answers.asked = format!("{WRONG:?}");
    let tables = tables();
    assert!(tables.len() > 20, "{tables:?}");
    for (name, columns) in &tables {
        let mut text = columns.join(";");
        for (at, value) in WRONG.iter().enumerate() {
            let row = columns.iter().enumerate().map(|(column, _)| if column == 0 { "" } else { *value });
            let row: Vec<&str> = row.collect();
            text.push_str(&format!("\nx-{at}{}", row.join(";")));
        }
        text.push_str(&format!("\nx-long;{}", "é".repeat(2001)));
        sheet(house, answers, name, text.into_bytes()).await;
    }
}

async fn sheet(house: &House, answers: &mut Answers, name: &str, bytes: Vec<u8>) {
    let language = answers.language;
    let outcome = house.import(&[(name, bytes)], &[], |options| options.language = language).await.unwrap();
    take(answers, name, &outcome, false);
}

/// Files that are wrong as a whole, or by rows.
async fn rows(house: &House, answers: &mut Answers) {
    let many = format!("code;nom\ncpam;{}\n", "x".repeat(1_100_000));
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("vacances.csv", b"code\nx\n".to_vec()),
        ("vacances.csv", b"soleil;plage\nx;y\n".to_vec()),
        ("structures.csv", b"code;nom\n".to_vec()),
        ("structures.csv", b"code;nom\nx;X\nSource : mairie;\n".to_vec()),
        ("structures.csv", b"code;nom;type;siren;siret;a;b;c;d\nx;X;;;;1;2;3;4\n".to_vec()),
        ("structures.csv", "code;nom;adresse\nx;X \"12;y\nz;Z;rue\n".into()),
        ("structures.csv", "code;nom;adresse\nx;\"X\"\nz;Z;rue\n".into()),
        ("structures.csv", vec![b'x'; LONGEST_FILE + 1]),
        ("structure.csv", b"code;nom\nx;X\n".to_vec()),
        ("structures.csv", Vec::new()),
        ("structures.csv", many.into_bytes()),
        ("structures.csv", b"code;nom\ncpam;Caf\x8e sant\x8e\n".to_vec()),
        ("structures.csv", [&[0xff, 0xfe][..], &[0x00, 0xd8, 0x41, 0x00][..]].concat()),
        ("structures.csv", "Liste de 2016\n\ncode;nom\nx;X\n".into()),
        ("structures.csv", "Liste de 2016;oui\nx;X\ny;Y\n".into()),
        ("structures.csv", "code;nom;couleur;forme\nx;X;bleu;rond\n".into()),
        ("structures.csv", "code;nom;adrese\nx;X;rue\n".into()),
        ("structures.csv", "code;nom;zzz\nx;X;rue\n".into()),
        ("structures.csv", "code;nom;nom\nx;X;Y\n".into()),
        ("structures.csv", "code\nx\n".into()),
        ("structures.csv", "code;nom;\nx;X;perdu\n".into()),
        ("structures.csv", "code;nom\nTotal;3\ncode;nom\nx;X;Y;Z\n".into()),
        ("structures.csv", "code;nom\nx;\"X\n".into()),
        ("structures.csv", "code;nom\nx;\"X\" Y\nz;Z\n".into()),
        ("structures.csv", "code;nom\nx;\"X\" Y\nz;\"Z\n".into()),
        ("structures.csv", "code;nom;adresse\nx;\"X\ny;Y;12 rue\nz;Z\";\n".into()),
        ("structures.csv", "code;nom;adresse\nx;X 12\";\ny;Y 15\"\n".into()),
        ("structures.csv", "code;nom\nbailleurs;Bailleurs sociaux\nx;X\nx;Y\n".into()),
        ("structures.csv", "code;nom\nx;\"X\ny;Y\nz;Z\nt;T\"\n".into()),
        ("personnes.csv", "code;nom;prénom\nh-1;Essai;A\nh-1;Essai;B\nh-2;ESSAI;a\nMme Essai;E;F\n".into()),
        ("personnes.csv", "code;nom;prénom\nh-1;Autre;A\nh-9;Essai;A\n".into()),
        ("presences.csv", "séance;personne\ns-1;h-77\n".into()),
        ("seances.csv", "code;titre;type;date\ns-1;A;réunion;2016\n".into()),
        (
            "inscriptions.csv",
            "code;séance;personne;date\ni-0;s-1;h-1;\ni-1;s-1;h-1;03/02/2016\ni-2;s-1;h-1;\ni-3;s-1;h-1;01/02/2016\n"
                .into(),
        ),
        ("presences.csv", "séance;personne\ns-1;h-1\ns-1;\n".into()),
    ];
    for (name, bytes) in cases {
        sheet(house, answers, name, bytes).await;
    }
}

/// Rows of several files that contradict each other, or name what is in none.
async fn together(answers: &mut Answers) {
    let (house, language) = (House::new().await, answers.language);
    let files = [
        ("seances.csv", "code;titre;type;date;capacité\ns-1;Atelier;atelier;15/12/2026;2\n"),
        ("personnes.csv", "code;nom;prénom\nh-1;Essai 1;A\nh-2;Essai 2;B\nh-3;Essai 3;C\n"),
        (
            "inscriptions.csv",
            "séance;inscription;personne;date\ns-1;i-1;h-1;20/11/2019\ns-1;i-2;h-2;\ns-1;i-3;h-3;10/11/2019\n",
        ),
        ("sieges.csv", "instance;structure;depuis\nb-9;ccas;2015\n"),
    ];
    let files = files.map(|(name, text)| (name, text.as_bytes().to_vec()));
    let outcome = house.import(&files, &[], |options| options.language = language).await.unwrap();
    take(answers, "several files", &outcome, false);
}

/// Every sheet in which something is wrong.
pub async fn all(answers: &mut Answers) {
    let house = House::new().await;
    rows(&house, answers).await;
    cells(&house, answers).await;
    answers.asked.clear();
    together(answers).await;
}
