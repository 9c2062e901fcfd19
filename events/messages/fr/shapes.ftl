## Ce qui ne va pas dans la forme d’un contenu

shape-missing-member = « { $member } » manque : ce champ est nécessaire.
shape-unknown-member = « { $given } » n’est pas un champ connu ici : vérifiez son nom, ou retirez-le.
shape-member-twice = « { $member } » est donné deux fois : gardez-le une fois.
shape-unknown-choice = « { $member } » : « { $given } » n’est pas un choix admis. Au choix : { $choices }.
shape-not-a-number = « { $member } » : un nombre est attendu.
shape-out-of-range = « { $member } » : { $given } est hors des bornes admises. Vérifiez le signe, les décimales et l’ordre de grandeur.
shape-not-a-text = « { $member } » : un texte est attendu.
shape-not-yes-or-no = « { $member } » : oui ou non est attendu.
shape-not-a-list = « { $member } » : une liste est attendue.
shape-not-an-object = « { $member } » : plusieurs champs nommés sont attendus.
shape-wrong-value = « { $member } » : cette valeur n’est pas de la forme attendue.
