## What the command line says of an import.

import-recorded = { $facts ->
    [one] 1 fact recorded
   *[other] { $facts } facts recorded
  } ({ $rows } rows read, { $already } recorded before, { $otherwise } unlike what stands, { $rejected } at fault).
import-rehearsed = Dry run: { $facts } facts would be recorded ({ $rows } rows read, { $already } recorded before, { $otherwise } unlike what stands, { $rejected } at fault). Nothing was recorded.
import-repeated = 0 new facts: this file (fingerprint { $fingerprint }…) had already been imported.
import-not-recorded = Nothing was recorded: { $rejected } at fault in { $rows } rows read. Mend them and try again, or take what is sound with --partial.
person-erased-now = { $references ->
    [one] Person erased: the key of the card is destroyed.
   *[other] Person erased under { $references } references: the keys of the cards are destroyed.
  }
person-erased-before = This person was erased already: nothing new.
