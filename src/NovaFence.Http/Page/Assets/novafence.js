// Ages of moments, the refresh while somebody looks, and the dialog that asks for a reason. Everything else is HTML.
(() => {
  'use strict';

  const Every = 5000;
  const board = () => document.getElementById('board');
  const dialog = document.getElementById('act');

  // The server's clock: a browser's may be wrong, and ages would be.
  let ahead = 0;

  const units = [[86400, 'd', 172800], [3600, 'h', 7200], [60, 'min', 120], [1, 's', 0]];

  function age(seconds) {
    const future = seconds < 0;
    const size = Math.abs(seconds);
    const [length, name] = units.find(([, , from]) => size >= from);
    const text = `${Math.floor(size / length)} ${name}`;
    return future ? `in ${text}` : `${text} ago`;
  }

  function showAges() {
    const now = Date.now() + ahead;
    for (const time of document.querySelectorAll('time[datetime]')) {
      const text = age(Math.round((now - Date.parse(time.dateTime)) / 1000));
      if (time.textContent !== text) {
        time.textContent = text;
      }
    }
  }

  function refresh() {
    if (document.visibilityState === 'visible' && board()) {
      htmx.trigger(board(), 'refresh');
    }
  }

  function fill(button) {
    const form = dialog.querySelector('form');
    const host = button.dataset.host;
    document.getElementById('act-title').textContent = host ? `${button.dataset.title}: ${host}` : button.dataset.title;
    document.getElementById('act-does').textContent = button.dataset.does;
    document.getElementById('act-lasts').hidden = button.dataset.lasts !== 'yes';
    document.getElementById('act-do').textContent = button.dataset.title;
    for (const name of ['action', 'host', 'version', 'token']) {
      form.elements[name].value = button.dataset[name] ?? '';
    }
    form.elements.here.value = board().getAttribute('hx-get');
  }

  function newKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
  }

  document.addEventListener('click', event => {
    const button = event.target.closest('button[data-action]');
    if (button && dialog) {
      const form = dialog.querySelector('form');
      fill(button);
      // What was typed for another host is no reason for this one.
      form.elements.reason.value = '';
      form.elements.key.value = newKey();
      document.getElementById('act-error').replaceChildren();
      dialog.showModal();
      form.elements.reason.focus();
    } else if (event.target.id === 'act-cancel') {
      dialog.close();
    }
  });

  document.addEventListener('htmx:after:request', event => {
    const context = event.detail.ctx;
    const date = Date.parse(context.response?.headers?.get('date') ?? '');
    if (!Number.isNaN(date)) {
      ahead = date - Date.now();
    }
  });

  document.addEventListener('htmx:after:swap', event => {
    const context = event.detail.ctx;
    showAges();
    if (!dialog?.open || !context?.sourceElement?.closest?.('#act')) {
      return;
    }
    if (context.response.status === 200) {
      dialog.close();
      return;
    }
    // It was stale: the same word may be given again for what is shown now.
    const values = dialog.querySelector('form').elements;
    const again = Array.from(document.querySelectorAll('button[data-action]'))
      .find(button => button.dataset.action === values.action.value && (button.dataset.host ?? '') === values.host.value);
    if (again) {
      fill(again);
      values.key.value = newKey();
    }
  });

  // An old picture that looks new is worse than none.
  document.addEventListener('htmx:error', () => {
    const notice = document.createElement('p');
    notice.className = 'error';
    notice.id = 'away';
    notice.textContent = 'NovaFence does not answer: what is shown is not of now.';
    document.getElementById('notice').replaceChildren(notice);
  });

  document.addEventListener('htmx:after:request', () => document.getElementById('away')?.remove());

  document.addEventListener('visibilitychange', refresh);
  setInterval(refresh, Every);
  setInterval(showAges, 1000);
  showAges();
})();
