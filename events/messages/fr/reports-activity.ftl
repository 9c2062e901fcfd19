## Chiffres
figure-unknown = n.r.
figure-about = environ { $value }
figure-range = entre { $min } et { $max }
figure-unknown-as-said = n.r. (« { $words } »)
figure-unknown-at-least = n.r. (au moins { $min })
figure-bounds = { $min } à { $max }
figure-at-least = au moins { $min }

## En-tête
report-clocks = Espace { $space } · période du { $from } au { $to } · connu au { $known } · position { $position }
report-incomplete = INCOMPLET : un fait n’a pas pu être lu, les chiffres s’arrêtent avant lui
