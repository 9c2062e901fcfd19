## Ce que la ligne de commande dit d'un import.

import-recorded = { $facts ->
    [one] 1 fait enregistré
   *[other] { $facts } faits enregistrés
  } ({ $rows } lignes lues, { $rejected } en défaut).
import-rehearsed = Répétition à blanc : { $facts } faits seraient enregistrés ({ $rows } lignes lues, { $rejected } en défaut). Rien n'a été enregistré.
import-repeated = 0 fait nouveau : ce fichier (empreinte { $fingerprint }…) avait déjà été importé.
import-not-recorded = Rien n'a été enregistré : { $rejected } en défaut sur { $rows } lignes lues. Corrigez-les et recommencez, ou prenez ce qui est bon avec --partial.
