//! The files of the demonstration, compiled in.
