## Figures
figure-unknown = n/k
figure-about = about { $value }
figure-range = between { $min } and { $max }
figure-unknown-as-said = n/k (“{ $words }”)
figure-unknown-at-least = n/k (at least { $min })
figure-bounds = { $min } to { $max }
figure-at-least = at least { $min }

## Heading
report-clocks = Space { $space } · period { $from } to { $to } · known at { $known } · position { $position }
report-incomplete = INCOMPLETE: a fact could not be read, the figures stop before it
