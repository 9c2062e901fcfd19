## What is wrong with the shape of contents

shape-missing-member = “{ $member }” is missing: this field is needed.
shape-unknown-member = “{ $given }” is no field that is known here: check its name, or leave it out.
shape-member-twice = “{ $member }” is given twice: keep it once.
shape-unknown-choice = “{ $member }”: “{ $given }” is none of the choices. Choose among: { $choices }.
shape-not-a-number = “{ $member }”: a number is wanted.
shape-out-of-range = “{ $member }”: { $given } is out of bounds. Check its sign, its decimals and its size.
shape-not-a-text = “{ $member }”: a text is wanted.
shape-not-yes-or-no = “{ $member }”: yes or no is wanted.
shape-not-a-list = “{ $member }”: a list is wanted.
shape-not-an-object = “{ $member }”: several named fields are wanted.
shape-wrong-value = “{ $member }”: this value does not have the right form.
