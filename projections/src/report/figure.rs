//! A figure, written once: its name in the data, the definition that says what it means, its column and its value.

/// What a figure means: one text of the catalogues, which several figures may share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Defined {
    /// Its name, printed before its text.
    pub name: &'static str,
    /// The number of its wording, from 1: raised whenever the figure comes to mean something else.
    pub number: u32,
}

impl Defined {
    /// A definition in the wording of that number.
    pub const fn new(name: &'static str, number: u32) -> Self {
        Self { name, number }
    }
}

/// Where a figure is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// In the data alone.
    InData,
    /// In the data and in the totals.
    InTotals,
    /// In the data, in the totals and in a column of every table of counts.
    InEveryTable,
}

/// One figure of `T`, worth a `V`.
#[derive(Debug, Clone, Copy)]
pub struct Figure<T, V> {
    /// Its name in the data.
    pub name: &'static str,
    /// The definition that says what it means.
    pub definition: &'static str,
    /// Its heading: `column-{column}` in the catalogues.
    pub column: &'static str,
    /// Where it is read.
    pub shown: Shown,
    /// Its value.
    pub value: fn(&T) -> V,
}

/// What figures of a report lack: a definition in its list, and words in both catalogues.
#[cfg(test)]
pub(crate) fn lacking<T, V>(report: &str, figures: &[Figure<T, V>], defined: &[Defined]) -> Vec<String> {
    use maillage_events::messages::{Language, say};

    let mut lacking = Vec::new();
    let mut word = |key: String| {
        let unworded = |language: &Language| say(*language, &key).contains('⟨');
        if [Language::French, Language::English].iter().any(unworded) {
            lacking.push(key);
        }
    };
    for it in defined {
        word(format!("definition-{report}-{}", it.name.replace('_', "-")));
    }
    for figure in figures.iter().filter(|figure| figure.shown != Shown::InData) {
        word(format!("column-{}", figure.column));
    }
    let named = |name: &str| defined.iter().any(|it| it.name == name && it.number > 0);
    let undefined = figures.iter().filter(|figure| !named(figure.definition));
    lacking.extend(undefined.map(|figure| format!("{} has no definition", figure.name)));
    lacking
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_without_definition_or_words_is_noticed() {
        let figure = |definition, column| Figure::<(), ()> {
            name: "passages",
            definition,
            column,
            shown: Shown::InTotals,
            value: |_| (),
        };
        let defined = [Defined { name: "passages", number: 1 }];
        assert_eq!(lacking("attendance", &[figure("passages", "passages")], &defined), [""; 0]);
        assert_eq!(
            lacking("attendance", &[figure("riddles", "never-worded")], &defined),
            ["column-never-worded", "passages has no definition"]
        );
        let unworded = [Defined { name: "riddles", number: 1 }];
        assert_eq!(
            lacking("attendance", &[figure("riddles", "passages")], &unworded),
            ["definition-attendance-riddles"]
        );
    }
}
