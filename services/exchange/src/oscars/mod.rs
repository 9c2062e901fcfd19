//! An OSCARS record as text.
