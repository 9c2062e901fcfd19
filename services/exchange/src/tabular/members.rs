//! Which columns a refusal, or a member of a fact, is about, by the names that columns have in the tables.

/// Members of facts, each with the columns that fill it in one table or another.
const MEMBERS: &[(&str, &[&str])] = &[
    ("about", &["sujet"]),
    ("action", &["chaînée_code"]),
    ("address", &["adresse"]),
    ("adult", &["responsable"]),
    ("age", &["âge"]),
    ("already_seen", &["déjà_venus"]),
    ("amount", &["quantité"]),
    ("as_said", &["dit"]),
    ("audience", &["public"]),
    ("axis", &["axes"]),
    ("body", &["instance"]),
    ("by", &["par"]),
    ("capacity", &["capacité"]),
    ("card", &["nom"]),
    ("cents", &["montant"]),
    ("chained_to", &["chaînée_à"]),
    ("channel", &["moyen"]),
    ("code", &["code_territoire", "code", "catégorie"]),
    ("code_year", &["année_code"]),
    ("college", &["collège"]),
    ("colleges", &["collèges"]),
    ("comparator", &["comparateur"]),
    ("comparator_value", &["valeur_comparateur"]),
    ("contact", &["identifiant"]),
    ("contract", &["contrat"]),
    ("contracts", &["contrats", "contrat"]),
    ("days", &["jours"]),
    ("declared", &["déclaré"]),
    ("definition", &["définition"]),
    ("demonstration", &["démonstration"]),
    ("deputy", &["suppléant"]),
    ("email", &["courriel"]),
    ("ends", &["fin", "nouvelle_fin", "dernier_jour"]),
    ("evaluator", &["évaluateur"]),
    ("excused", &["absent"]),
    ("explanation", &["explication"]),
    ("fiche", &["fiche"]),
    ("fiches", &["fiches"]),
    ("frequency", &["fréquence"]),
    ("from", &["projet_de", "de", "premier_jour"]),
    ("fte", &["etp"]),
    ("function", &["fonction"]),
    ("funder", &["financeur"]),
    ("generation", &["génération"]),
    ("grant", &["financeur"]),
    ("heads", &["nombre_de_personnes"]),
    ("health_revealing", &["révèle_la_santé"]),
    ("host", &["structure"]),
    ("hours", &["heures"]),
    ("indicator", &["indicateur"]),
    ("kind", &["type"]),
    ("kinds", &["type"]),
    ("label", &["libellé"]),
    ("level", &["échelle"]),
    ("marginals", &["marges"]),
    ("method", &["recueil"]),
    ("milestone", &["identifiant"]),
    ("minutes", &["minutes", "minutes_tenues"]),
    ("missions", &["missions"]),
    ("mode", &["mode", "nouveau_mode"]),
    ("months", &["mois"]),
    ("motive", &["motif", "motif_fermeture"]),
    ("movement", &["identifiant"]),
    ("name", &["territoire", "nom"]),
    ("nature", &["nature"]),
    ("neighbourhood", &["quartier"]),
    ("note", &["note"]),
    ("notice", &["notice"]),
    ("noticed", &["prévenu_le"]),
    ("notification", &["identifiant"]),
    ("number", &["numéro", "passages", "connexions"]),
    ("object", &["objet"]),
    ("obstacles", &["obstacles"]),
    ("operator", &["opérateur"]),
    ("organisation", &["structure", "porteur"]),
    ("organiser", &["organisateur"]),
    ("origins", &["origines"]),
    ("outcome", &["issue"]),
    ("parent", &["partie_de"]),
    ("part", &["partie"]),
    ("parties", &["structures"]),
    ("parts", &["demi_journées"]),
    ("party", &["partenaire"]),
    ("period", &["période"]),
    ("person", &["personne"]),
    ("place", &["lieu", "nouveau_lieu"]),
    ("pole", &["pôle"]),
    ("practitioner", &["praticien"]),
    ("predecessors", &["prédécesseur"]),
    ("principal", &["mandant"]),
    ("qpv", &["qpv"]),
    ("qualities", &["qualité"]),
    ("quality", &["qualité"]),
    ("rank", &["rang"]),
    ("record", &["relevé"]),
    ("referral", &["code"]),
    ("referred_by", &["orienté_par"]),
    ("regional_plan", &["projet_régional"]),
    ("relative_of", &["proche_de"]),
    ("renewal", &["reconduction"]),
    ("result", &["résultat"]),
    ("role", &["rôle"]),
    ("scheme", &["répertoire"]),
    ("scope", &["portée"]),
    ("seen_scope", &["déjà_venus_portée"]),
    ("sex", &["sexe"]),
    ("sheet", &["feuille"]),
    ("signup", &["inscription"]),
    ("slot", &["échéance"]),
    ("sort", &["sorte"]),
    ("source", &["source", "selon"]),
    ("standing", &["remplace"]),
    ("stands_for", &["nombre_de_séances"]),
    ("starts", &["début"]),
    ("status", &["statut"]),
    ("strengths", &["forces"]),
    ("subject", &["sujet"]),
    ("successor", &["suite", "suite_objet"]),
    ("telephone", &["téléphone"]),
    ("territories", &["territoire"]),
    ("through", &["prescripteur", "fin_de_minorité"]),
    ("time", &["heure", "heure_tenue", "nouvelle_heure"]),
    ("time_zone", &["fuseau"]),
    ("title", &["titre", "nouveau_titre"]),
    ("to", &["projet_à", "à", "opposition", "structure"]),
    ("to_year", &["reportée_à"]),
    ("total", &["total"]),
    ("unit", &["unité"]),
    ("until", &["porteur_jusqu'au", "jusqu'au"]),
    ("value", &["valeur", "numéro", "siret", "siren", "rna", "finess_ej", "finess_eg"]),
    ("what", &["quoi"]),
    ("when", &["date"]),
    ("within", &["dans"]),
    ("year", &["année"]),
    ("years", &["année"]),
];

/// Refusals that show no value of a cell, each with the columns that may hold what is missing or wrong.
const CODES: &[(&str, &[&str])] = &[
    ("no-motive", &["motif"]),
    ("status-needs-motive", &["motif"]),
    ("results-unanswered", &["statut", "motif"]),
    ("postponed-to-when", &["reportée_à", "statut"]),
    ("no-territory", &["territoire"]),
    ("no-predecessor", &["prédécesseur"]),
    ("generation-zero", &["génération"]),
    ("fiche-number-zero", &["numéro"]),
    ("rank-zero", &["rang"]),
    ("cadence-zero", &["jours"]),
    ("no-duration", &["minutes"]),
    ("no-heads", &["nombre_de_personnes"]),
    ("stands-for-none", &["nombre_de_séances"]),
    ("no-amount", &["montant"]),
    ("slot-without-pole", &["pôle"]),
    ("place-nowhere", &["lieu"]),
    ("reveals-health", &["personne"]),
    ("minors-unnamed", &["personne"]),
    ("person-objected", &["personne"]),
    ("person-objected-to-all", &["personne"]),
    ("person-erased", &["personne", "code"]),
    ("already-signed-up", &["personne"]),
    ("same-person-signed-up", &["personne"]),
    ("already-present", &["personne"]),
    ("already-absent", &["personne"]),
    ("same-person-present", &["personne"]),
    ("absence-without-signup", &["personne"]),
    ("no-local-authority", &["signé_le"]),
    ("no-regional-agency", &["signé_le"]),
];

/// The columns that may fill a member of a fact.
pub fn columns_of_member(member: &str) -> &'static [&'static str] {
    MEMBERS.iter().find(|(name, _)| *name == member).map_or(&[], |(_, columns)| *columns)
}

/// The columns that may hold what a refusal finds missing or wrong.
pub fn columns_of_code(code: &str) -> &'static [&'static str] {
    CODES.iter().find(|(known, _)| *known == code).map_or(&[], |(_, columns)| *columns)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::tabular::tables::TABLES;

    /// Every `member: row.accessor("column")` of some source text, a call around it or not.
    fn filled(source: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (at, _) in source.match_indices("row.") {
            let Some((before, _)) = source[..at].rsplit_once(": ").filter(|(before, _)| {
                source[before.len() + 2..at].bytes().all(|b| b.is_ascii_lowercase() || b == b'(')
            }) else {
                continue;
            };
            let member = before.rsplit(|c: char| !(c.is_ascii_lowercase() || c == '_')).next().unwrap_or_default();
            let column = source[at..].split_once("(\"").and_then(|(accessor, rest)| {
                let is_call = accessor[4..].bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                is_call.then(|| rest.split('"').next().unwrap().to_owned())
            });
            found.extend(column.map(|column| (member.to_owned(), column)));
        }
        found
    }

    fn forgotten(source: &str) -> Vec<(String, String)> {
        filled(source).into_iter().filter(|(member, column)| !columns_of_member(member).contains(&&**column)).collect()
    }

    #[test]
    fn each_column_that_fills_a_member_is_listed_with_it() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tabular/tables");
        let mut pairs = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() || path.ends_with("tests.rs") {
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            pairs += filled(&source).len();
            assert_eq!(forgotten(&source), [], "{}", path.display());
        }
        assert!(pairs > 120, "{pairs}");
        assert_eq!(
            forgotten("title: row.text(\"intitule\"),"),
            [("title".to_owned(), "intitule".to_owned())],
            "the control"
        );
    }

    #[test]
    fn each_column_that_is_listed_is_one_of_a_table() {
        let is_column =
            |name: &&str| TABLES.iter().any(|table| table.columns.iter().any(|column| column.name == *name));
        let listed = MEMBERS.iter().chain(CODES).flat_map(|(_, columns)| columns.iter());
        let unknown: Vec<&&str> = listed.filter(|name| !is_column(name)).collect();
        assert_eq!(unknown, Vec::<&&str>::new());
    }
}
