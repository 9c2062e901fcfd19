//! How a projection is declared: once.

/// Declares a projection: its name, the version of its fold, its tables, and for each payload type the method that
/// takes it. The struct, its `Default`, its `KINDS`, its tables and its dispatch follow from the declaration.
///
/// A method is given the fact and what it asks for of the payload: the payload itself, a leaner view of it
/// ([`PartOf`](crate::payload::PartOf)), or [`Unread`](crate::payload::Unread). It is a method of the projection, or
/// of one of its tables (`table.method`) where several projections keep that table alike. Kinds that arrive most often
/// come first. A table says of whom its rows are ([`Rows`](crate::projection::Rows)). A kind that arrives and is not
/// declared stops the fold.
///
/// ```
/// use maillage_events::session::SessionHeld;
/// use maillage_events::view::FactView;
/// use maillage_projections::fold;
/// use maillage_projections::payload::Unread;
/// use maillage_projections::projection::Projection;
/// use maillage_projections::table::Table;
///
/// fold! {
///     /// Which sessions were held.
///     pub struct Held "held" 1;
///     tables { sessions: bool, ById; }
///     on { SessionHeld => held; }
/// }
///
/// impl Held {
///     fn held(&mut self, fact: &FactView<'_>, _: Unread) {
///         self.sessions.insert(fact.stream_id(), true);
///     }
/// }
///
/// assert_eq!(Held::KINDS, ["session.held"]);
/// ```
///
/// A kind without its method does not compile:
///
/// ```compile_fail,E0599
/// use maillage_events::session::SessionHeld;
/// use maillage_projections::fold;
///
/// fold! {
///     /// Which sessions were held.
///     pub struct Held "held" 1;
///     tables { sessions: bool, ById; }
///     on { SessionHeld => held; }
/// }
/// ```
///
/// Nor does a method that takes another kind's payload:
///
/// ```compile_fail,E0277
/// use maillage_events::session::{SessionHeld, SessionMoved};
/// use maillage_events::view::FactView;
/// use maillage_projections::fold;
///
/// fold! {
///     /// Which sessions were held.
///     pub struct Held "held" 1;
///     tables { sessions: bool, ById; }
///     on { SessionHeld => held; }
/// }
///
/// impl Held {
///     fn held(&mut self, fact: &FactView<'_>, _: SessionMoved) {
///         self.sessions.insert(fact.stream_id(), true);
///     }
/// }
/// ```
#[macro_export]
macro_rules! fold {
    (
        $(#[$about:meta])*
        pub struct $fold:ident $name:literal $version:literal;
        tables { $($table:ident: $row:ty, $rows:ident;)+ }
        on { $($payload:ty => $handler:ident $(.$of_table:ident)? $(::<$taken:ty>)?;)+ }
    ) => {
        $(#[$about])*
        #[derive(Debug)]
        pub struct $fold {
            $($table: $crate::table::Table<$row>,)+
        }

        impl Default for $fold {
            fn default() -> Self {
                Self { $($table: $crate::table::Table::new(stringify!($table)),)+ }
            }
        }

        impl $crate::projection::Projection for $fold {
            const NAME: &'static str = $name;
            const VERSION: u32 = $version;
            const KINDS: &'static [&'static str] = &[$(<$payload as ::maillage_events::declare::Payload>::KIND),+];
            const ROWS: &'static [(&'static str, $crate::projection::Rows)] =
                &[$((stringify!($table), $crate::projection::Rows::$rows)),+];

            fn apply(
                &mut self,
                fact: &::maillage_events::view::FactView<'_>,
            ) -> Result<(), $crate::projection::FoldError> {
                match fact.kind {
                    $(<$payload as ::maillage_events::declare::Payload>::KIND => {
                        let taken = $crate::payload::TakenFrom::<'_, $payload>::take(fact)?;
                        self.$handler $(.$of_table)? $(::<$taken>)? (fact, taken);
                    })+
                    _ => return Err($crate::projection::FoldError::undeclared(fact)),
                }
                Ok(())
            }

            fn tables(&mut self) -> Vec<&mut dyn $crate::table::AnyTable> {
                vec![$(&mut self.$table),+]
            }
        }
    };
}
