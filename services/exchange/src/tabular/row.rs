//! A row's cells by the names of their columns.

use jiff::civil::Date;
use maillage_events::amount::Amount;
use maillage_events::decimal::Decimal;
use maillage_events::family::Family;
use maillage_events::id::person_stream;
use maillage_events::id::{Id, NAMESPACE, PersonRef, SpaceId, StreamId};
use maillage_events::organisation::{EmailAddress, TelephoneNumber};
use maillage_events::place::{CommuneCode, QpvCode};
use maillage_events::quantity::Quantity;
use maillage_events::session::HalfDay;
use maillage_events::text::Text;
use maillage_events::when::OccurredOn;
use uuid::Uuid;

use super::cell;
use super::column::{CellWords, Column, Form};
use super::family::stream;
use super::sheet::Record;

/// A row. Its accessors answer `None` for an empty cell; bad cells were named before a row is read.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The columns that its kind of file declares.
    pub columns: &'static [Column],
    /// For each of them, where it stands in the file.
    pub places: &'a [Option<usize>],
    /// The cells, as the file holds them.
    pub record: &'a Record,
    /// The space that persons' references are derived for.
    pub space: &'a SpaceId,
}

/// The person behind a code of the caller's own.
///
/// Derived from the space and the code, so that importing a file again finds the same person; never from the name,
/// which would let anybody who guesses a name find its reference, and would change with a marriage or a corrected
/// spelling.
pub fn person_ref(space: &SpaceId, code: &Id) -> PersonRef {
    PersonRef(Uuid::new_v5(&NAMESPACE, format!("person/{space}/{code}").as_bytes()))
}

impl<'a> Row<'a> {
    /// The cell as it stands, trimmed; empty when the file lacks the column, or when nothing but a mark for what is not
    /// known stands in a cell that could as well be empty.
    pub fn raw(&self, column: &str) -> &'a str {
        let Some(declared) = self.columns.iter().position(|it| it.name == column) else { return "" };
        let at = self.places.get(declared).copied().flatten();
        let cell = at.and_then(|at| self.record.cells.get(at)).map_or("", |cell| cell.trim());
        if may_be_empty(self.columns[declared].form, cell) && cell::says_unknown(cell) { "" } else { cell }
    }

    fn form(&self, column: &str) -> Option<Form> {
        self.columns.iter().find(|it| it.name == column).map(|it| it.form)
    }

    /// Whether the cell holds anything.
    pub fn is_filled(&self, column: &str) -> bool {
        !self.raw(column).is_empty()
    }

    fn filled(&self, column: &str) -> Option<&'a str> {
        Some(self.raw(column)).filter(|cell| !cell.is_empty())
    }

    /// The cell as free words of a fact.
    pub fn text(&self, column: &str) -> Option<Text> {
        self.filled(column).map(Text::from)
    }

    /// The cell as words that only the vault may hold.
    pub fn private(&self, column: &str) -> Option<String> {
        self.filled(column).map(str::to_owned)
    }

    /// The public telephone number of an organisation.
    pub fn telephone(&self, column: &str) -> Option<TelephoneNumber> {
        self.filled(column).and_then(|cell| TelephoneNumber::new(cell).ok())
    }

    /// The public e-mail address of an organisation.
    pub fn email(&self, column: &str) -> Option<EmailAddress> {
        self.filled(column).and_then(|cell| EmailAddress::new(cell).ok())
    }

    /// The sentences of the cell, in their order; none when it is empty.
    pub fn sentences(&self, column: &str) -> Vec<Text> {
        cell::sentences(self.raw(column)).map(Text::from).collect()
    }

    /// A date; unknown when empty.
    pub fn when(&self, column: &str) -> OccurredOn {
        cell::when(self.raw(column)).unwrap_or(OccurredOn::Unknown)
    }

    /// A date, only where one is given.
    pub fn given_date(&self, column: &str) -> Option<OccurredOn> {
        Some(self.when(column)).filter(|when| *when != OccurredOn::Unknown)
    }

    /// The day of a date; `None` for a date that is known less exactly.
    pub fn day(&self, column: &str) -> Option<Date> {
        self.when(column).day()
    }

    /// A time of day as `HH:MM`.
    pub fn time(&self, column: &str) -> Option<String> {
        self.filled(column).and_then(|cell| cell::time_of_day(cell).ok())
    }

    /// A count; unknown when empty.
    pub fn quantity(&self, column: &str) -> Quantity {
        cell::quantity(self.raw(column)).unwrap_or(Quantity::unknown())
    }

    /// An amount; unknown when empty.
    pub fn amount(&self, column: &str) -> Amount {
        cell::amount(self.raw(column)).unwrap_or(Amount::unknown())
    }

    /// A whole number.
    pub fn count(&self, column: &str) -> Option<u64> {
        self.filled(column).and_then(|cell| cell::quantity(cell).ok()?.counted())
    }

    /// A whole number of 32 bits.
    pub fn small(&self, column: &str) -> Option<u32> {
        self.count(column).and_then(|count| count.try_into().ok())
    }

    /// The year in which a date or a span begins.
    pub fn year(&self, column: &str) -> Option<i16> {
        self.when(column).year()
    }

    /// A sum of money, in cents.
    pub fn cents(&self, column: &str) -> Option<u64> {
        self.filled(column).and_then(|cell| cell::euros(cell).ok())
    }

    /// A decimal number.
    pub fn decimal(&self, column: &str) -> Option<Decimal> {
        self.filled(column).and_then(|cell| cell::decimal(cell).ok())
    }

    /// The code of a commune.
    pub fn commune(&self, column: &str) -> Option<CommuneCode> {
        self.filled(column).and_then(|cell| cell.parse().ok())
    }

    /// The code of a priority neighbourhood.
    pub fn qpv(&self, column: &str) -> Option<QpvCode> {
        self.filled(column).and_then(|cell| cell.parse().ok())
    }

    /// Half-days, in their order; none when the cell is empty.
    pub fn half_days(&self, column: &str) -> Vec<(Date, HalfDay)> {
        cell::half_days(self.raw(column)).unwrap_or_default()
    }

    /// Yes or no.
    pub fn yes(&self, column: &str) -> bool {
        cell::yes_or_no(self.raw(column)).unwrap_or(false)
    }

    /// A code; of a key that is empty, the one made from other columns.
    pub fn code(&self, column: &str) -> Option<Id> {
        if let Some(cell) = self.filled(column) {
            return Id::new(cell).ok();
        }
        if let Form::Key(_, from) | Form::SharedKey(_, from) = self.form(column)? { self.made(from) } else { None }
    }

    fn made(&self, from: &[&str]) -> Option<Id> {
        made_of(&from.iter().map(|column| self.raw(column)).collect::<Vec<_>>().join(" "))
    }

    /// The codes of a list, in their order.
    pub fn codes(&self, column: &str) -> Vec<Id> {
        cell::members(self.raw(column)).filter_map(|code| Id::new(code).ok()).collect()
    }

    /// The stream that a family and a code designate: `structure/cpam`.
    pub fn stream(&self, column: &str) -> Option<StreamId> {
        self.filled(column).and_then(stream)
    }

    /// The person whom a code of the user stands for in this space.
    pub fn person(&self, column: &str) -> Option<PersonRef> {
        self.filled(column).and_then(|code| Id::new(code).ok()).map(|code| person_ref(self.space, &code))
    }

    /// The member of a list that the cell's word stands for.
    pub fn member<T>(&self, column: &str, from_word: fn(&str) -> Option<T>) -> Option<T> {
        self.word(column).and_then(from_word)
    }

    /// The word of facts or of a table that the cell stands for.
    fn word(&self, column: &str) -> Option<&'static str> {
        let Form::Word(words) = self.form(column)? else { return None };
        self.filled(column).and_then(|cell| translated(words, cell))
    }

    /// The members of a list that the cell's words stand for.
    pub fn some_of<T>(&self, column: &str, from_word: fn(&str) -> Option<T>) -> Vec<T> {
        let Some(Form::WordList(words)) = self.form(column) else { return Vec::new() };
        cell::members(self.raw(column)).filter_map(|cell| translated(words, cell)).filter_map(from_word).collect()
    }

    /// The streams that a cell of this form names.
    pub fn streams(&self, column: &str, form: Form) -> Vec<StreamId> {
        let of_family =
            |family: Family, code: Option<Id>| code.map(|code| StreamId::new(family, code)).into_iter().collect();
        match form {
            Form::Key(family, _) | Form::SharedKey(family, _) | Form::Ref(family) => {
                of_family(family, self.code(column))
            }
            Form::Refs(family) => self.codes(column).into_iter().map(|code| StreamId::new(family, code)).collect(),
            Form::Stream(_) => self.stream(column).into_iter().collect(),
            Form::PersonKey | Form::Person => self.person(column).and_then(person_stream).into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

/// Whether a mark for what is not known means an empty cell: not where « inconnu » is an answer of its own, and not
/// where it may be somebody's name or code.
fn may_be_empty(form: Form, cell: &str) -> bool {
    match form {
        Form::Text
        | Form::OrganisationName(_)
        | Form::Sentences
        | Form::Time
        | Form::Count
        | Form::Year
        | Form::Euros
        | Form::Decimal
        | Form::Ref(_)
        | Form::Refs(_)
        | Form::Codes
        | Form::Stream(_)
        | Form::Telephone
        | Form::Email
        | Form::CommuneCode
        | Form::QpvCode
        | Form::HalfDays
        | Form::Marginals => true,
        Form::Word(words) | Form::WordList(words) => translated(words, cell).is_none(),
        Form::When
        | Form::Day
        | Form::Quantity
        | Form::Amount
        | Form::YesNo
        | Form::Code
        | Form::Key(..)
        | Form::SharedKey(..)
        | Form::PersonKey
        | Form::Person
        | Form::Private => false,
    }
}

/// The code that is made of words.
pub fn made_of(words: &str) -> Option<Id> {
    let id = Id::from_words(words)?;
    if id.as_str().len() < 64 {
        return Some(id);
    }
    // Cut words could meet: a digest keeps two long names apart.
    let digest = Uuid::new_v5(&NAMESPACE, words.as_bytes()).simple().to_string();
    let head = id.as_str().get(..48)?.trim_end_matches('-');
    Id::new(format!("{head}-{}", digest.get(..12)?)).ok()
}

/// The word that a cell stands for; the words of facts themselves are taken too.
pub fn translated(words: CellWords, cell: &str) -> Option<&'static str> {
    let folded = cell::plain(cell);
    words
        .iter()
        .find(|(french, word)| cell::plain(french) == folded || cell::plain(word) == folded)
        .map(|(_, word)| *word)
}
