//! How a column of a file is declared: its heading, what it holds, whether it must be filled.

use maillage_events::family::Family;

/// French words of a cell, each with the word of facts (or of a table) that it stands for.
pub type CellWords = &'static [(&'static str, &'static str)];

/// What a column holds.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// Free words, never about a person.
    Text,
    /// The name of one organisation. A name of many at once (« bailleurs sociaux ») is taken only where one of these
    /// columns says that a single one bears it.
    OrganisationName(&'static [&'static str]),
    /// Sentences separated by `|`.
    Sentences,
    /// A date, to the precision that is known.
    When,
    /// A date to the day.
    Day,
    /// A time of day.
    Time,
    /// A count: exact, estimated, bounded or unknown.
    Quantity,
    /// An amount that may be decimal: exact, estimated, bounded or unknown.
    Amount,
    /// A whole number, 0 or more.
    Count,
    /// A year of four digits.
    Year,
    /// A sum of money in euros, recorded in cents.
    Euros,
    /// A decimal number or a percentage.
    Decimal,
    /// Yes or no; empty is no.
    YesNo,
    /// A code that names something inside another object (an axis, a result, a sheet).
    Code,
    /// Codes separated by `|` or commas.
    Codes,
    /// The code of the object that the row is about. Where it is empty, it is made from the other columns named, if
    /// any.
    Key(Family, &'static [&'static str]),
    /// Like a key, but several rows may tell of the same object.
    SharedKey(Family, &'static [&'static str]),
    /// The code of an object that a file or the log records.
    Ref(Family),
    /// Codes of such objects, separated by `|` or commas.
    Refs(Family),
    /// A family and a code, `structure/cpam`, of one of these families.
    Stream(&'static [Family]),
    /// The code of the person that the row is about.
    PersonKey,
    /// The code of a person that a file or the log records.
    Person,
    /// What only the vault may hold: never shown in a problem.
    Private,
    /// The public telephone number of an organisation.
    Telephone,
    /// The public e-mail address of an organisation.
    Email,
    /// One of a list of words.
    Word(CellWords),
    /// Some of a list of words, separated by `|` or commas.
    WordList(CellWords),
    /// The code of a commune.
    CommuneCode,
    /// The code of a priority neighbourhood.
    QpvCode,
    /// Half-days, separated by `|`: `08/03/2016 matin | 08/03/2016 après-midi`.
    HalfDays,
    /// Marginals of a headcount: `sexe: f=5, h=3 | age: 60 et plus=4`.
    Marginals,
}

/// A column of a file.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its heading; accents, case, spaces and underscores do not matter.
    pub name: &'static str,
    /// What it holds.
    pub form: Form,
    /// Whether each row must fill it.
    pub needed: bool,
}

/// A column that each row must fill.
pub const fn need(name: &'static str, form: Form) -> Column {
    Column { name, form, needed: true }
}

/// A column that may be empty or missing.
pub const fn may(name: &'static str, form: Form) -> Column {
    Column { name, form, needed: false }
}
