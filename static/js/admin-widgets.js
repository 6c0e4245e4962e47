// Starts the Wagtail admin's date fields, choosers and inline panels, which Wagtail itself
// starts with inline scripts; the content security policy allows none.
//
// <span hidden data-controller="admin-widget" data-admin-widget-start-value="PageChooser"
//       data-admin-widget-input-value="id_page">{"modalUrl": "…"}</span>
//
// The options are text, not an attribute: a new row of an inline panel is made by replacing
// "__prefix__" up to the next quotation mark.
(() => {
  const { Controller } = window.StimulusModule;

  class AdminWidget extends Controller {
    static values = { start: String, input: String };

    connect() {
      const start = window[this.startValue];
      const options = JSON.parse(this.element.textContent);
      const inputs = this.hasInputValue ? [this.inputValue] : [];
      // Gone before it starts, so that moving the row does not start the widget again.
      this.element.remove();
      new start(...inputs, options);
    }
  }

  window.wagtail.app.register("admin-widget", AdminWidget);
})();
