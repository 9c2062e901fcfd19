//! What a projection answers, and a projection whatever its type.

use std::any::Any;

use maillage_events::amendment::Amendments;
use maillage_events::messages::Language;
use maillage_events::view::FactView;

use crate::originals::Originals;
use crate::projection::{AmendedAs, FoldError, Projection, Rows, digest, take};
use crate::report::filter::Filter;
use crate::report::{Body, Scope};
use crate::table::{AnyTable, BadRow};

/// A projection that answers a report.
pub trait Answer: Projection + Sync {
    /// How its answers are completed with facts as they were first recorded, where they show any.
    const ORIGINALS: Option<Originals> = None;

    /// What the object of a filter is called, where it is known: of each filter that the catalogue gives this report.
    /// The words of qualities are known to everybody.
    fn called(&self, _filter: Filter, _id: &str, _language: Language) -> Option<String> {
        None
    }

    /// The figures of a scope, in a language. Pure: the same rows and scope give the same bytes.
    fn answer(&self, scope: &Scope, language: Language) -> Body;

    /// The same answer as a picture (standalone SVG with its title and description), where one says more than a table.
    /// Pure like the answer.
    fn picture(&self, _scope: &Scope, _language: Language) -> Option<String> {
        None
    }
}

/// A projection whatever its type.
pub trait AnyProjection: Send + Sync {
    /// See [`Projection::NAME`].
    fn name(&self) -> &'static str;
    /// See [`Projection::VERSION`].
    fn version(&self) -> u32;
    /// See [`Projection::KINDS`].
    fn kinds(&self) -> &'static [&'static str];
    /// See [`Projection::ROWS`].
    fn rows(&self) -> &'static [(&'static str, Rows)];
    /// See [`Projection::AMENDED`].
    fn amended(&self) -> AmendedAs;
    /// Gives it one fact, amended as it wants it; facts of other kinds change nothing.
    fn take(&mut self, amendments: &Amendments, fact: &FactView<'_>) -> Result<(), FoldError>;
    /// Its tables, always in the same order.
    fn tables(&mut self) -> Vec<&mut dyn AnyTable>;
    /// See [`digest`].
    fn digest(&mut self) -> Result<String, BadRow>;
    /// See [`Answer::called`].
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String>;
    /// See [`Answer::answer`].
    fn answer(&self, scope: &Scope, language: Language) -> Body;
    /// See [`Answer::picture`].
    fn picture(&self, scope: &Scope, language: Language) -> Option<String>;
    /// See [`Answer::ORIGINALS`].
    fn originals(&self) -> Option<Originals>;
    /// Itself, for whoever knows its type: live counters ask a state, not a report.
    fn as_any(&self) -> &dyn Any;
}

impl<P: Answer> AnyProjection for P {
    fn name(&self) -> &'static str {
        P::NAME
    }
    fn version(&self) -> u32 {
        P::VERSION
    }
    fn kinds(&self) -> &'static [&'static str] {
        P::KINDS
    }
    fn rows(&self) -> &'static [(&'static str, Rows)] {
        P::ROWS
    }
    fn amended(&self) -> AmendedAs {
        P::AMENDED
    }
    fn take(&mut self, amendments: &Amendments, fact: &FactView<'_>) -> Result<(), FoldError> {
        take(self, amendments, fact)
    }
    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        Projection::tables(self)
    }
    fn digest(&mut self) -> Result<String, BadRow> {
        digest(self)
    }
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String> {
        Answer::called(self, filter, id, language)
    }
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        Answer::answer(self, scope, language)
    }
    fn picture(&self, scope: &Scope, language: Language) -> Option<String> {
        Answer::picture(self, scope, language)
    }
    fn originals(&self) -> Option<Originals> {
        P::ORIGINALS
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
