//! An example of every value that a message shows: for the pages that explain a message without a case at hand.

use super::catalogue::files;
use super::language::Language;
use super::spoken::in_words;

/// Values by name, as the code gives them.
const SAMPLES: &[(&str, &str)] = &[
    ("accepted", "12, 20-25"),
    ("actual", "4"),
    ("after", "2016-05-24"),
    ("alive", "2016-03-08T13:00:00Z"),
    ("allocated_cents", "1000000"),
    ("already", "12"),
    ("amendment", "019531c2-5a00-7000-8000-000000000002"),
    ("axis", "2"),
    ("before", "3"),
    ("broken", "…"),
    ("by", "feuille-2"),
    ("byte", "12"),
    ("bytes", "40000"),
    ("capacity", "12"),
    ("character", "U+0007"),
    ("choices", "inside, outside"),
    ("code", "1"),
    ("column", "4"),
    ("columns", "fiche, date"),
    ("confirmed", "13"),
    ("contract", "cls-2"),
    ("contracts", "cls-1, cls-2"),
    ("count", "2"),
    ("counted", "11"),
    ("database", "2016-03-08T13:25:00Z"),
    ("date", "8 mars 2016"),
    ("declared", "12"),
    ("degree", "7"),
    ("differs", "move"),
    ("due", "2016-04-12"),
    ("earlier", "2015"),
    ("encoding", "gzip"),
    ("ends", "2018-12-31"),
    ("evaluator", "ORS"),
    ("expected", "3"),
    ("facts", "40"),
    ("families", "structure/…"),
    ("family", "fiche"),
    ("fiche", "f-12"),
    ("field", "title"),
    ("file", "seances.csv"),
    ("filter", "fiche"),
    ("fingerprint", "12ab"),
    ("found", "9"),
    ("from", "12"),
    ("format", "CSV"),
    ("funder", "ars"),
    ("generation", "2"),
    ("given", "abc"),
    ("has", "contract, fiche"),
    ("head", "120"),
    ("heads", "25"),
    ("holder", "ccas"),
    ("id", "n-1"),
    ("kind", "session.held"),
    ("kind_words", "session.held"),
    ("known", "n-1, n-2"),
    ("label", "Logement"),
    ("last", "17"),
    ("length", "9000"),
    ("level", "commune"),
    ("line", "3"),
    ("lines", "many"),
    ("mark", "telephone"),
    ("marginal", "sex"),
    ("max", "20"),
    ("member", "capacity"),
    ("members", "title, when"),
    ("min", "25"),
    ("minutes", "20000"),
    ("more", "1"),
    ("most", "200"),
    ("motive", "Salle fermée"),
    ("name", "CCAS"),
    ("near", "structures.csv"),
    ("newest", "2016-03-08T13:35:00Z"),
    ("nodes", "12"),
    ("notified_cents", "1500000"),
    ("now", "13:30"),
    ("number", "12"),
    ("object", "contract/cls-2"),
    ("observed", "30"),
    ("offset", "12"),
    ("offered", "application/json, text/csv"),
    ("on", "2016-03-08"),
    ("organisation", "ccas"),
    ("otherwise", "1"),
    ("own", "2024"),
    ("parent", "ville"),
    ("part", "matin"),
    ("partnership", "p-1"),
    ("parts", "matin, soir"),
    ("party", "organisation/ccas"),
    ("path", "dossier/fiche.txt"),
    ("period", "2016"),
    ("pole", "fives"),
    ("position", "42"),
    ("projection", "attendance"),
    ("qualities", "inhabitant, user"),
    ("quality", "inhabitant"),
    ("rank", "2"),
    ("references", "2"),
    ("referral", "o-1"),
    ("rejected", "2"),
    ("released_cents", "1200000"),
    ("report", "agenda"),
    ("reports", "agenda, fiches"),
    ("results", "120 participants"),
    ("role", "pilot"),
    ("row", "3"),
    ("rows", "40"),
    ("scheme", "siret"),
    ("scope", "contract/cls-2"),
    ("seconds", "7"),
    ("seen", "30"),
    ("session", "s-1"),
    ("sheet", "feuille-1"),
    ("sheets", "2"),
    ("signup", "i-7"),
    ("since", "2016-03-08"),
    ("size", "2"),
    ("slot", "2016-04-12"),
    ("sort", "local_authority"),
    ("space", "la-rochelle"),
    ("spaces", "2"),
    ("standing", "12"),
    ("starts", "2016-01-01"),
    ("status", "abandoned"),
    ("stays", "019531c2-5a00-7000-8000-000000000003"),
    ("stood", "2000"),
    ("stream", "fiche/f-12"),
    ("successor", "ddets"),
    ("sum", "30"),
    ("target", "019531c2-5a00-7000-8000-000000000001"),
    ("text", "Groupe de travail"),
    ("through", "2018"),
    ("time", "14:00"),
    ("title", "Atelier nutrition"),
    ("to", "9"),
    ("today", "2016-03-01"),
    ("total", "25"),
    ("total_cents", "1600000"),
    ("value", "12"),
    ("what", "…"),
    ("when", "2016-03-08"),
    ("why", "…"),
    ("witnessed", "2002"),
    ("words", "plusieurs"),
    ("year", "2016"),
    ("years", "2016"),
    ("zone", "Europe/Paris"),
];

/// Values of one message that differ from those of its other readers.
const SAMPLES_OF: &[(&str, &str, &str)] = &[
    ("refusal-bad-correction", "shape", "shape-missing-member"),
    ("refusal-family-not-recorded-yet", "family", "series"),
    ("refusal-scope-without-already-seen", "scope", "fiche"),
    ("refusal-bad-identifier", "value", "12345678901234"),
    ("refusal-identifier-unknown", "value", "12345678901234"),
    ("refusal-listed-twice", "field", "fiches"),
    ("refusal-listed-twice", "value", "f-12"),
    ("refusal-not-classified", "value", "Nutrition"),
    ("refusal-axis-undefined", "known", "1, 3"),
    ("refusal-bad-territory-code", "code", "17000"),
    ("refusal-qpv-of-another-generation", "generation", "2015"),
    ("refusal-qpv-of-another-generation", "code", "QN01701M"),
    ("refusal-category-not-retained", "code", "A1"),
    ("refusal-ticked-not-printed", "code", "A1"),
    ("refusal-no-quality", "quality", "user"),
    ("refusal-list-too-long", "member", "fiches"),
    ("refusal-not-above-zero", "member", "hours"),
    ("refusal-number-too-large", "number", "9007199254740993"),
    ("refusal-chained-to-later", "before", "2017"),
    ("refusal-slot-off-rhythm", "before", "2016-03-01"),
    ("refusal-slot-off-rhythm", "slot", "2016-04-01"),
    ("refusal-postponed-to-earlier", "to", "2015"),
    ("refusal-bad-time", "time", "25:00"),
    ("refusal-year-out-of-range", "year", "1016"),
    ("refusal-sheet-unknown", "sheet", "feuille-9"),
    ("refusal-part-twice", "part", "matin"),
    ("refusal-no-role", "holder", "ccas"),
    ("problem-unknown-report-detail", "report", "meteo"),
    ("problem-position-ahead-detail", "position", "130"),
];

/// The example of a value of a message.
pub fn sample(key: &str, name: &str) -> Option<&'static str> {
    let own = SAMPLES_OF.iter().find(|(of, known, _)| *of == key && *known == name).map(|(.., value)| *value);
    own.or_else(|| SAMPLES.iter().find(|(known, _)| *known == name).map(|(_, value)| *value))
}

/// The names of the values that a message shows, those of messages that it refers to included.
pub fn variables(language: Language, key: &str) -> Vec<String> {
    let text = files(language).iter().find_map(|(_, source)| text_of(source, key)).unwrap_or_default();
    let mut names: Vec<String> = text
        .split('$')
        .skip(1)
        .map(|after| after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect())
        .collect();
    for placed in text.split("{ ").skip(1).filter_map(|after| after.split(" }").next()) {
        if placed != key && placed.contains('-') && placed.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
            names.extend(variables(language, placed));
        }
    }
    names.sort();
    names.dedup();
    names
}

/// A message as its file writes it, all of its lines.
fn text_of(source: &str, key: &str) -> Option<String> {
    let head = format!("{key} =");
    let mut lines = source.lines().skip_while(|line| !line.starts_with(&head));
    let first = lines.next()?.to_owned();
    let goes_on = |line: &&str| line.starts_with([' ', '}']);
    Some(lines.take_while(goes_on).fold(first, |text, line| text + "\n" + line))
}

/// A message with an example of every value.
pub fn example(language: Language, key: &str) -> String {
    let own = SAMPLES_OF.iter().filter(|(of, ..)| *of == key).map(|(_, name, value)| (*name, (*value).to_owned()));
    let mut values: Vec<(&'static str, String)> = own.collect();
    let others = SAMPLES.iter().filter(|(name, _)| sample(key, name).is_some());
    for (name, value) in others {
        if !values.iter().any(|(known, _)| known == name) && *name != "why" {
            values.push((name, (*value).to_owned()));
        }
    }
    if !values.iter().any(|(name, _)| *name == "shape") {
        values.push(("why", "…".to_owned()));
    }
    in_words(language, key, &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::keys;

    #[test]
    fn every_value_of_every_message_has_an_example() {
        for language in [Language::French, Language::English] {
            for key in keys(language).into_values().flatten() {
                let without = |name: &String| sample(&key, name).is_none();
                let missing: Vec<String> = variables(language, &key).into_iter().filter(without).collect();
                assert_eq!(missing, Vec::<String>::new(), "{key}");
            }
        }
        assert_eq!(variables(Language::French, "refusal-already-over"), ["family", "on"], "of both messages");
    }
}
