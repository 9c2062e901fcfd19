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
            Self::Unprintable => "unprintable",
            Self::TooLong => "too-long",
        }
    }
}

/// What a word of a sheet is compared by: folded, with `_` as a space and every dash as a hyphen.
pub fn plain(words: &str) -> String {
    folded_chars(words.trim())
        .map(|c| match c {
            '_' => ' ',
            '–' | '—' => '-',
            c => c,
        })
        .collect()
}

/// Whether the cell says that nothing is known.
pub fn says_unknown(cell: &str) -> bool {
    matches!(
        plain(cell).as_str(),
        "" | "inconnu" | "inconnue" | "n.r." | "n.r" | "nr" | "non renseigne" | "?" | "unknown"
    )
}

/// Yes or no.
pub fn yes_or_no(cell: &str) -> Result<bool, BadCell> {
    match plain(cell).as_str() {
        "oui" | "o" | "x" | "1" | "vrai" | "yes" => Ok(true),
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
        assert!(says_unknown("N.R."));
        assert!(!says_unknown("0"));
    }

    #[test]
    fn lists_are_cut_at_bars_or_else_at_commas() {
        assert_eq!(members("a, b").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(members("a, b | c").collect::<Vec<_>>(), ["a, b", "c"]);
        assert_eq!(members("").count(), 0);
    }
}
