## Ce que la ligne de commande dit d'un import.

import-recorded = { $facts ->
    [0] Aucun fait nouveau
    [one] 1 fait enregistré
   *[other] { $facts } faits enregistrés
  } (lignes lues : { $rows } ; déjà enregistrées : { $already } ; différentes de ce qui est enregistré : { $otherwise } ; en défaut : { $rejected }).
import-rehearsed = Répétition à blanc : { $facts ->
    [0] aucun fait ne serait enregistré
    [one] 1 fait serait enregistré
   *[other] { $facts } faits seraient enregistrés
  } (lignes lues : { $rows } ; déjà enregistrées : { $already } ; différentes de ce qui est enregistré : { $otherwise } ; en défaut : { $rejected }). Rien n'a été enregistré.
import-repeated = 0 fait nouveau : ce fichier (empreinte { $fingerprint }…) avait déjà été importé.
import-not-recorded = Rien n'a été enregistré (lignes lues : { $rows } ; en défaut : { $rejected }). Corrigez-les et recommencez, ou prenez ce qui est bon avec --partial.
import-rows-unread = { $rows ->
    [one] 1 ligne n'a pas été lue : son fichier est en défaut tout entier.
   *[other] { $rows } lignes n'ont pas été lues : leur fichier est en défaut tout entier.
  }
person-erased-now = { $references ->
    [one] Personne effacée : la clé de sa fiche est détruite.
   *[other] Personne effacée sous ses { $references } références : les clés de ses fiches sont détruites.
  }
person-erased-before = Cette personne était déjà effacée : rien de nouveau.
