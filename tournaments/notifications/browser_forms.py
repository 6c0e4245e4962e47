from django import forms


class SubscriptionForm(forms.Form):
    """What ``PushSubscription.toJSON()`` of a browser holds, flat."""

    endpoint = forms.CharField(max_length=2000)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=60)
