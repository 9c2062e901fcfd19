//! Half-days as coordinators write them: `08/03/2016 matin | 08/03/2016 après-midi`.

use jiff::civil::Date;
use maillage_events::session::HalfDay;

use super::{BadCell, plain, when};

/// Reads half-days separated by `|`; an empty cell has none.
pub fn half_days(cell: &str) -> Result<Vec<(Date, HalfDay)>, BadCell> {
    cell.split('|').map(str::trim).filter(|half_day| !half_day.is_empty()).map(half_day).collect()
}

fn half_day(words: &str) -> Result<(Date, HalfDay), BadCell> {
    let (day, half) = words.rsplit_once(' ').ok_or(BadCell::NotHalfDays)?;
    let half = match plain(half).as_str() {
        "matin" | "am" => HalfDay::Morning,
        "apresmidi" | "apres-midi" | "pm" => HalfDay::Afternoon,
        _ => return Err(BadCell::NotHalfDays),
    };
    let day = when(day.trim())?.day().ok_or(BadCell::NotADay)?;
    Ok((day, half))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_days_are_read_as_they_are_written() {
        let day = |day| Date::constant(2016, 3, day);
        assert_eq!(
            half_days("08/03/2016 matin | 8/3/2016 après-midi | 2016-03-09 Matin"),
            Ok(vec![(day(8), HalfDay::Morning), (day(8), HalfDay::Afternoon), (day(9), HalfDay::Morning)])
        );
        assert_eq!(half_days(""), Ok(Vec::new()));
        assert_eq!(half_days("08/03/2016"), Err(BadCell::NotHalfDays));
        assert_eq!(half_days("mars 2016 matin"), Err(BadCell::NotADay));
    }
}
