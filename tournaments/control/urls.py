app_name = "control"
urlpatterns = []
