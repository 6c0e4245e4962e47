from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Certificate code"),
        max_length=40,
        help_text=_("It stands beside the square pattern."),
    )

    def clean_code(self) -> str:
        """The code alone, without what people put between its letters."""
        code = "".join(each for each in self.cleaned_data["code"] if each.isalnum())
        if not code:
            raise ValidationError(_("A code is made of letters and digits."), code="no_code")
        return code.upper()
