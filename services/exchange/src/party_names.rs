//! Names in lists that bear no single organisation: a kind of them, or the sum under a list.

use crate::oscars::language::words;

/// Whether a partner's name stands for many organisations at once (« Bailleurs sociaux », « Associations de quartier »)
/// and not for one that bears a name: a plural generic noun first, and neither a capital nor a figure after it.
pub fn is_category(name: &str) -> bool {
    const PLURALS: [&str; 32] = [
        "acteurs",
        "associations",
        "bailleurs",
        "centres",
        "cliniques",
        "clubs",
        "colleges",
        "communes",
        "ecoles",
        "entreprises",
        "etablissements",
        "etudiants",
        "habitants",
        "hopitaux",
        "institutions",
        "infirmiers",
        "lycees",
        "mairies",
        "maisons",
        "medecins",
        "missions",
        "organismes",
        "partenaires",
        "pharmacies",
        "pharmaciens",
        "professionnels",
        "reseaux",
        "residences",
        "services",
        "structures",
        "syndicats",
        "travailleurs",
    ];
    let all = words(name);
    let generic = all.first().is_some_and(|first| PLURALS.contains(&first.folded.as_str()));
    generic && all.iter().skip(1).all(|word| word.raw.starts_with(|c: char| c.is_lowercase()))
}

/// Whether words are the line under a list that sums it up: « Total : 3 », « Sous-total », « TOTAL GÉNÉRAL ».
pub fn is_total(line: &str) -> bool {
    const BEFORE: [&str; 4] = ["sous", "s", "nombre", "nb"];
    const AFTER: [&str; 14] = [
        "general", "generaux", "cumule", "annuel", "partiel", "final", "global", "de", "des", "du", "d", "par", "sur",
        "et",
    ];
    let all = words(line);
    let skipped = usize::from(all.first().is_some_and(|word| BEFORE.contains(&word.folded.as_str())));
    let mut rest = all.iter().skip(skipped).map(|word| word.folded.as_str());
    rest.next().is_some_and(|word| matches!(word, "total" | "totaux" | "totale" | "totales"))
        && rest.next().is_none_or(|word| AFTER.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plural_noun_without_a_name_is_a_category() {
        for category in [
            "Centres sociaux",
            "Associations d’usagers et d’anciens patients",
            "Mairies de proximité de la ville",
            "Services tutélaires",
        ] {
            assert!(is_category(category), "{category}");
        }
        for organisation in [
            "Services de la Communauté d'agglomération",
            "Centre social",
            "Synergie 17",
            "Association VLSPro-Santé",
            "Réseau Santé Mentale",
        ] {
            assert!(!is_category(organisation), "{organisation}");
        }
    }

    #[test]
    fn the_sum_under_a_list_is_told_from_a_name_that_begins_like_it() {
        for line in [
            "Total : 3",
            "TOTAL",
            "Sous-total",
            "Total général",
            "Totaux",
            "Total = 12 structures",
            "total des présents",
        ] {
            assert!(is_total(line), "{line}");
        }
        for name in ["Total Énergies", "Totalement Santé", "Association Total", "Totem"] {
            assert!(!is_total(name), "{name}");
        }
    }
}
