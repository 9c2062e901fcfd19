//! Names behind a title: "Mme Benali", "le Dr Martin", "M. de Villiers", "famille BENALI".
//!
//! ```text
//! "Espace  Madame  Curie"        "réunion avec  Mme  Benali"
//!  place ◄─ title                            title ─► name
//! ```
//! A place or an establishment before the title makes the name its own. What follows the title is a name unless it is a
//! function, a complement or plain French. In identifiers and in capitals, case tells nothing.

use super::plain::is_slug;
use super::title_words::{
    ARTICLES, COMPLEMENTS, FAMILY_ADJECTIVES, FAMILY_COMPLEMENTS, FUNCTIONS, GROUP_QUALITIES, LINKS, NEVER_NAMES,
    PARTICLES, PLACE_QUALITIES, PLACES, PRACTICES, Title, among,
};

/// Whether plain words hold a title with the name of a person behind it.
pub fn has_titled_name(plain: &str) -> bool {
    if !words(plain).any(|word| Title::of(word.text).is_some()) {
        return false;
    }
    let is_upper = !plain.chars().any(char::is_lowercase);
    let text = Words { all: words(plain).collect(), plain, is_slug: is_slug(plain), is_upper };
    (0..text.all.len()).any(|at| text.names_somebody(at))
}

/// A word of letters and digits.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    start: usize,
}

impl Word<'_> {
    fn end(self) -> usize {
        self.start + self.text.len()
    }

    fn is_capital(self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    fn is_upper(self) -> bool {
        !self.text.chars().any(char::is_lowercase)
    }

    fn length(self) -> usize {
        self.text.chars().count()
    }

    fn is_number(self) -> bool {
        self.text.bytes().all(|b| b.is_ascii_digit())
    }
}

fn words(plain: &str) -> impl Iterator<Item = Word<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = plain.get(from..)?;
        let start = from + rest.find(char::is_alphanumeric)?;
        let rest = plain.get(start..)?;
        let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        from = start + length;
        Some(Word { text: rest.get(..length)?, start })
    })
}

/// A text as its words.
struct Words<'a> {
    all: Vec<Word<'a>>,
    plain: &'a str,
    is_slug: bool,
    is_upper: bool,
}

impl<'a> Words<'a> {
    fn get(&self, at: usize) -> Option<Word<'a>> {
        self.all.get(at).copied()
    }

    /// What stands between a word and the one before.
    fn gap(&self, at: usize) -> &'a str {
        let from = at.checked_sub(1).and_then(|before| self.get(before)).map_or(0, Word::end);
        self.get(at).and_then(|word| self.plain.get(from..word.start)).unwrap_or_default()
    }

    /// Whether a word follows at once: nothing but spaces, quotation marks, dashes, where allowed a dot or a line end.
    fn follows(&self, at: usize, dots: bool) -> bool {
        let gap = self.gap(at);
        (1..=5).contains(&gap.len())
            && gap.chars().all(|c| match c {
                ' ' | '-' | '_' | '"' | '\'' | ')' => true,
                '.' | '\n' | '\r' => dots,
                _ => false,
            })
    }

    /// Whether case tells nothing of a word here.
    fn caseless(&self) -> bool {
        self.is_slug || self.is_upper
    }

    fn names_somebody(&self, at: usize) -> bool {
        let Some(word) = self.get(at) else { return false };
        let Some(title) = Title::of(word.text) else { return false };
        self.announces(at, word, title) && !self.belongs_to_a_place(at, title)
    }

    /// Whether a name follows the title.
    fn announces(&self, at: usize, word: Word<'_>, title: Title) -> bool {
        let Some(next) = self.get(at + 1) else { return false };
        let abbreviated = word.length() <= 5;
        if !self.follows(at + 1, abbreviated) || Title::of(next.text).is_some_and(|title| title != Title::Letters) {
            return false;
        }
        let dotted = self.gap(at + 1).starts_with('.');
        let capital = next.is_capital();
        match title {
            // Capitals may be a regional directorate's.
            Title::Courtesy if matches!(word.text, "DR" | "DRE" | "DRS") || self.is_slug && word.text == "dr" => {
                let acronym = next.is_upper() && next.length() < 4 && !dotted;
                !acronym && !among(next.text, COMPLEMENTS) && self.is_name(at + 1, true)
            }
            Title::Courtesy => self.is_name(at + 1, true),
            Title::Word => {
                let complement = among(next.text, COMPLEMENTS) || !capital && self.gap(at + 1) == "-" && !self.is_slug;
                !complement && self.is_name(at + 1, false)
            }
            Title::Plural => {
                let complement = among(next.text, COMPLEMENTS) || self.is_of_family(next);
                capital && !self.caseless() && !complement && self.is_name(at + 1, false)
            }
            Title::Family => !self.is_of_family(next) && self.is_family_named(at, word, next),
            Title::Letters => self.are_letters_a_title(at, word, next) && self.is_name(at + 1, true),
        }
    }

    fn is_of_family(&self, next: Word<'_>) -> bool {
        let is_adjective = FAMILY_ADJECTIVES
            .iter()
            .flat_map(|list| list.split(' '))
            .any(|end| next.length() > end.len() + 1 && next.text.to_lowercase().ends_with(end));
        among(next.text, FAMILY_COMPLEMENTS) || is_adjective && (!next.is_capital() || self.caseless())
    }

    /// "famille Benali", "la famille Benali"; in lower case or in capitals, only where nothing else is said.
    fn is_family_named(&self, at: usize, word: Word<'_>, next: Word<'_>) -> bool {
        let announced = match at.checked_sub(1).and_then(|before| self.get(before)) {
            None => true,
            Some(before) => among(before.text, &["la une cette chaque de d l chez avec pour et"]),
        };
        let told = if next.is_capital() && !self.caseless() {
            announced || !word.is_capital()
        } else {
            announced && at <= 1 && self.all.len() <= at + 3
        };
        told && self.is_name(at + 1, false)
    }

    /// Whether `M`, `MM`, `Me`, `Pr`, `Prof` stands here as a title: not as a measure, an initial, a pronoun, an
    /// acronym.
    fn are_letters_a_title(&self, at: usize, word: Word<'_>, next: Word<'_>) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.get(before));
        let gap = self.gap(at);
        let measures = before.is_some_and(Word::is_number) && gap.len() <= 1;
        let within = !gap.is_empty() && gap.ends_with(['.', '-', '\'', '/', '&', '_']) && !self.is_slug;
        let pronoun = self.gap(at + 1) == "'" || word.text == "me" && !self.is_slug && self.all.len() > 2;
        let letter = |at: usize| self.gap(at) == "." && self.get(at).is_some_and(|it| it.length() == 1);
        let acronym = letter(at + 1) && letter(at + 2);
        let letters_follow = [at + 1, at + 2].into_iter().all(|at| self.get(at).is_some_and(|it| it.length() == 1));
        if measures || within || pronoun || acronym || among(next.text, COMPLEMENTS) {
            return false;
        }
        let dotted = self.gap(at + 1).starts_with('.');
        let alone = at == 0 && self.all.len() <= if self.is_slug { 4 } else { 3 };
        match word.text {
            "M" | "MM" | "Me" | "ME" | "Prof" | "PROF" | "Pr" if dotted => true,
            "M" | "MM" | "Me" | "ME" | "Prof" | "PROF" | "Pr" | "Mm" => {
                next.is_capital() || among(next.text, ARTICLES) || among(next.text, PARTICLES)
            }
            "PR" => dotted || next.is_upper() && next.length() > 3,
            // Between other words of an identifier, a letter may be anything.
            "m" | "mm" if self.is_slug => {
                let begins =
                    before.is_none_or(|it| it.length() > 1 && (among(it.text, LINKS) || among(it.text, NEVER_NAMES)));
                begins
                    && !letters_follow
                    && (next.length() != 2 || among(next.text, ARTICLES) || among(next.text, PARTICLES))
            }
            // A dot behind small letters may end an abbreviation or a sentence: names are longer than what follows.
            "m" | "mm" | "pr" | "prof" if dotted => next.length() > 2,
            _ => alone && next.length() > 2,
        }
    }

    /// Whether a name begins at a word: with an initial, an article or a particle before it, or at once.
    fn is_name(&self, at: usize, with_particles: bool) -> bool {
        let Some(word) = self.get(at) else { return false };
        let is_letter = word.text.chars().next().is_some_and(char::is_alphabetic);
        if !is_letter {
            return false;
        }
        let likely = |word: Word<'_>| {
            (word.is_capital() || self.is_slug)
                && word.length() > 1
                && word.text.chars().next().is_some_and(char::is_alphabetic)
                && !among(word.text, NEVER_NAMES)
                && !among(word.text, ARTICLES)
                && !among(word.text, PARTICLES)
                && Title::of(word.text).is_none()
        };
        if among(word.text, ARTICLES) || among(word.text, PARTICLES) {
            let is_particle = among(word.text, PARTICLES);
            let small = |at: &usize| {
                self.get(*at).is_some_and(|it| among(it.text, ARTICLES) || is_particle && among(it.text, PARTICLES))
            };
            let mut next = at;
            while small(&next) && next < at + 3 {
                next += 1;
            }
            let mut told = next;
            while self.get(told).is_some_and(|it| among(it.text, FUNCTIONS)) && self.follows(told, false) {
                told += 1;
            }
            if is_particle && (!with_particles || told > next) {
                return false;
            }
            return self.follows(told, false) && self.get(told).is_some_and(likely);
        }
        if word.length() == 1 {
            if !word.is_capital() && !self.is_slug {
                return false;
            }
            let mut next = at + 1;
            while self.get(next).is_some_and(|it| it.length() == 1 && !it.is_number()) && next < at + 3 {
                next += 1;
            }
            return self.follows(next, true) && self.get(next).is_some_and(likely);
        }
        !among(word.text, NEVER_NAMES)
    }

    /// Whether a street, a place or an establishment stands before the title, which then names it.
    fn belongs_to_a_place(&self, at: usize, title: Title) -> bool {
        let titled = self.get(at).is_some_and(|title| title.is_capital()) || self.caseless();
        if title == Title::Family && !titled {
            return false;
        }
        let mut behind = at;
        while let Some(word) = behind.checked_sub(1).and_then(|before| self.get(before)) {
            let gap = self.gap(behind);
            let is_place = among(word.text, PLACES)
                || word.text.eq_ignore_ascii_case("groupe")
                    && self.get(behind).is_some_and(|next| among(next.text, GROUP_QUALITIES));
            // « av. », « bd. »
            let abbreviated = is_place && word.length() < 5;
            let joined = (1..=3).contains(&gap.len())
                && gap.chars().all(|c| matches!(c, ' ' | '-' | '_' | '\'' | '"') || c == '.' && abbreviated);
            if !joined {
                return false;
            }
            if is_place {
                let possessed = behind < at && among(word.text, PRACTICES);
                return !possessed;
            }
            // « la place de Mme Benali » is hers; « rue du Docteur Roux » is a street.
            let owned = behind == at
                && word.text.eq_ignore_ascii_case("de")
                && matches!(title, Title::Courtesy | Title::Letters);
            if owned || !among(word.text, LINKS) && !among(word.text, PLACE_QUALITIES) {
                return false;
            }
            behind -= 1;
        }
        false
    }
}
