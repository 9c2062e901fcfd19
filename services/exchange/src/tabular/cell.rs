//! What one cell says: dates, counts, money and words as coordinators write them.

mod half_days;
mod number;
mod when;

use maillage_events::text::folded_chars;

pub use half_days::half_days;
pub use number::{amount, decimal, euros, quantity};
pub use when::{time_of_day, when};

/// Why a cell cannot be read. Its word ends the key of the sentence in the catalogues: `import-cell-<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadCell {
    /// A date that the calendar does not have.
    NoSuchDate,
    /// Not a date of an accepted form.
    NotADate,
    /// A date where the day itself is needed.
    NotADay,
    /// Not a count of an accepted form.
    NotAQuantity,
    /// Not an amount of an accepted form.
    NotAnAmount,
    /// Not a whole number, 0 or more.
    NotANumber,
    /// Not a year between 1800 and 2999.
    NotAYear,
    /// Not a sum of money.
    NotEuros,
    /// Not a decimal number.
    NotADecimal,
    /// Not a time of day.
    NotATime,
    /// Neither yes nor no.
    NotYesOrNo,
    /// Not a code.
    NotACode,
    /// Not the code of a person; what stands there is not repeated.
    NotACodeOfAPerson,
    /// Not a family and a code.
    NotAReference,
    /// Not the code of a commune.
    NotACommune,
    /// Not the code of a priority neighbourhood.
    NotAQpv,
    /// Not half-days.
    NotHalfDays,
    /// Not a list of marginals.
    NotMarginals,
    /// Not a telephone number.
    NotATelephone,
    /// Not an e-mail address.
    NotAnEmail,
    /// The error of a formula.
    FormulaError,
    /// Holds a character that nobody sees.
    Unprintable,
    /// Longer than a fact admits.
    TooLong,
}

impl BadCell {
    /// The word of its sentence.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoSuchDate => "no-such-date",
            Self::NotADate => "not-a-date",
            Self::NotADay => "not-a-day",
            Self::NotAQuantity => "not-a-quantity",
            Self::NotACommune => "not-a-commune",
            Self::NotAQpv => "not-a-qpv",
            Self::NotHalfDays => "not-half-days",
            Self::NotAnAmount => "not-an-amount",
            Self::NotANumber => "not-a-number",
            Self::NotAYear => "not-a-year",
            Self::NotEuros => "not-euros",
            Self::NotADecimal => "not-a-decimal",
            Self::NotATime => "not-a-time",
            Self::NotYesOrNo => "not-yes-or-no",
            Self::NotACode => "not-a-code",
            Self::NotACodeOfAPerson => "not-a-code-of-a-person",
            Self::NotAReference => "not-a-reference",
            Self::NotMarginals => "not-marginals",
            Self::NotATelephone => "not-a-telephone",
            Self::NotAnEmail => "not-an-email",
            Self::FormulaError => "formula-error",
            Self::Unprintable => "unprintable",
            Self::TooLong => "too-long",
        }
    }
}

/// What a word of a sheet is compared by: folded, with `_` as a space, every run of spaces and line ends as one, and
/// every dash as a hyphen.
pub fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    for c in folded_chars(words.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')) {
        match c {
            c if c == '_' || c.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            c => plain.push(c),
        }
    }
    plain
}

/// Whether the cell says that nothing is known: in words, by their first letters, or by a dash.
pub fn says_unknown(cell: &str) -> bool {
    // Longer cells say more, and need not be folded.
    if cell.len() > 40 {
        return false;
    }
    let words = plain(cell);
    let letters: String = words.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    words.chars().all(|c| matches!(c, '-' | ' '))
        || matches!(words.as_str(), "?" | "??" | "???" | "n/a" | "n/c" | "n/d" | "n/r" | "unknown")
        || matches!(letters.as_str(), "nr" | "nc" | "nd" | "nsp")
        || matches!(words.strip_prefix("non ").unwrap_or(&words), "inconnu" | "inconnue" | "renseigne" | "renseignee")
        || matches!(words.as_str(), "non connu" | "non connue" | "non communique" | "non communiquee" | "non determine")
}

/// Whether the cell is the error of a formula that a spreadsheet could not work out.
pub fn is_formula_error(cell: &str) -> bool {
    const ERRORS: [&str; 13] = [
        "#ref!", "#n/a", "#value!", "#valeur!", "#div/0!", "#name?", "#nom?", "#null!", "#nul!", "#num!", "#nombre!",
        "err:502", "err:508",
    ];
    cell.len() < 12 && ERRORS.contains(&plain(cell).as_str())
}

/// Yes or no.
pub fn yes_or_no(cell: &str) -> Result<bool, BadCell> {
    match plain(cell).as_str() {
        "oui" | "o" | "x" | "1" | "vrai" | "yes" | "✓" | "✔" | "☑" => Ok(true),
        "non" | "n" | "0" | "faux" | "no" | "" => Ok(false),
        _ => Err(BadCell::NotYesOrNo),
    }
}

/// The members of a list: separated by `|`, or by commas where no `|` stands.
pub fn members(cell: &str) -> impl Iterator<Item = &str> {
    let separator = if cell.contains('|') { '|' } else { ',' };
    cell.split(separator).map(str::trim).filter(|member| !member.is_empty())
}

/// The sentences of a list: separated by `|` alone, as sentences hold commas.
pub fn sentences(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|member| !member.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_accents_or_case() {
        assert_eq!(plain(" Élu\u{a0}référent "), "elu referent");
        assert_eq!(plain("Nombre de\r\n personnes"), "nombre de personnes");
        for unknown in ["", "N.R.", "nr", "NC", "n. c.", "-", "–", " — ", "?", "n/a", "Non renseigné", "inconnue"]
        {
            assert!(says_unknown(unknown), "{unknown:?}");
        }
        for known in ["0", "non", "N", "-3", "C", "Nr 4", "Inconnus du quartier"] {
            assert!(!says_unknown(known), "{known:?}");
        }
        assert!(is_formula_error(" #VALEUR! ") && !is_formula_error("# 4"));
    }

    #[test]
    fn lists_are_cut_at_bars_or_else_at_commas() {
        assert_eq!(members("a, b").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(members("a, b | c").collect::<Vec<_>>(), ["a, b", "c"]);
        assert_eq!(members("").count(), 0);
    }
}
