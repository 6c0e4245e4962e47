// Shows notices that the site sends while none of its pages is open. It keeps nothing.
self.addEventListener("push", (event) => {
  const { title, body, path, tag } = event.data.json();
  const icon = "/static/img/favicon.svg";
  event.waitUntil(
    self.registration.showNotification(title, { body, tag, icon, data: { path } }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const here = self.location.origin;
  const leads = new URL(event.notification.data.path, here);
  event.waitUntil(self.clients.openWindow(leads.origin === here ? leads.href : here));
});
