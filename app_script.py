"""What the page's own script does: nothing that the server should decide.

Buttons inside rendered HTML tell the server what was chosen (`data-act`); citations, cards,
copying, theme and language are acted on in the browser (`data-do`). Knows class names and data
attributes.
"""

from __future__ import annotations

ACTS = """
const known = ['ask', 'open', 'edit', 'judge', 'pick', 'rename', 'delete', 'export', 'about',
  'page', 'confirm', 'discard', 'cancel', 'remove', 'resume', 'undo'];
const tell = (chosen, more) => {
  const said = Object.assign({}, chosen.dataset, more);
  if (said.sure && !window.confirm(said.sure)) return;
  if (known.includes(said.act)) trigger(said.act, said);
};
element.addEventListener('click', (event) => {
  const chosen = event.target.closest('button[data-act]');
  if (chosen && element.contains(chosen)) { event.preventDefault(); tell(chosen, {}); }
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target.closest('form[data-act]');
  if (form) tell(form, Object.fromEntries(new FormData(form)));
});
"""
"""For a component that renders buttons with `data-act`: each becomes an event of that name."""

COURIER = "watch('value', () => { window.baowen.receive(props.value); });"
"""For the hidden component by which the server tells the page's script something."""

SHEET = """
watch('value', () => {
  const sheet = element.querySelector('dialog');
  if (!sheet || sheet.open) return;
  sheet.showModal();
  sheet.querySelectorAll('mark').forEach((mark) => mark.scrollIntoView({block: 'nearest'}));
  const top = sheet.querySelector('mark');
  if (top) top.scrollIntoView({block: 'center'});
});
"""
"""For the component that holds an open article."""

_PAGE = """
window.baowen = (() => {
  const find = (name) => document.getElementById(name);
  const store = (name, value) => { try { localStorage.setItem(name, value); } catch { } };
  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };

  const show = (name) => {
    const card = find(name);
    if (!card) return;
    card.open = true;
    document.querySelectorAll('.card.chosen').forEach((other) => other.classList.remove('chosen'));
    card.classList.add('chosen');
    card.scrollIntoView({block: 'nearest'});
    card.querySelector('summary').focus({preventScroll: true});
  };

  const asText = (turn) => {
    const lines = [turn.querySelector('h2').innerText, ''];
    turn.querySelectorAll('.said p').forEach((sentence) => {
      const copy = sentence.cloneNode(true);
      copy.querySelectorAll('.tip, .how').forEach((part) => part.remove());
      copy.querySelectorAll('.cite a').forEach((mark) => mark.replaceWith(`[${mark.textContent}]`));
      lines.push(copy.textContent.replaceAll('\\u2060', ''));
    });
    turn.querySelectorAll('.card').forEach((card) => {
      const part = (name) => (card.querySelector(name)?.textContent || '').trim();
      lines.push('', `[${part('.number')}] ${part('.headline')} ${part('small')}`, part('mark'));
    });
    return lines.join('\\n');
  };

  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  };

  const dark = (on) => document.body.classList.toggle('dark', on);
  const doing = {
    cite: (chosen) => show(chosen.getAttribute('href').slice(1)),
    go: (chosen) => show(chosen.dataset.to),
    close: (chosen) => chosen.closest('dialog')?.close(),
    theme: () => {
      const on = dark(!document.body.classList.contains('dark'));
      store('baowen-theme', on ? 'dark' : 'light');
    },
    language: (chosen) => {
      const kept = 'path=/; max-age=31536000; samesite=lax';
      document.cookie = `baowen_language=${chosen.dataset.to}; ${kept}`;
      location.reload();
    },
    copy: async (chosen) => {
      const before = chosen.textContent;
      await copy(asText(chosen.closest('.turn')));
      chosen.textContent = chosen.dataset.done;
      setTimeout(() => { chosen.textContent = before; }, 2000);
    },
  };
  document.addEventListener('click', (event) => {
    const chosen = event.target.closest?.('[data-do]');
    if (chosen && doing[chosen.dataset.do]) {
      event.preventDefault();
      doing[chosen.dataset.do](chosen);
    }
  });

  const told = {
    language: (value) => { document.documentElement.lang = value; },
    conversation: (value) => {
      const address = new URL(location.href);
      if (value) address.searchParams.set('c', value); else address.searchParams.delete('c');
      history.replaceState(null, '', address);
    },
    download: (value) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([value.text], {type: value.type}));
      link.download = value.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    },
    turn: (value) => setTimeout(() => find(`turn-${value}`)?.scrollIntoView({block: 'start'}), 60),
    focus: () => setTimeout(() => document.querySelector('#question textarea')?.focus(), 60),
  };
  const receive = (value) => {
    if (!value) return;
    const message = JSON.parse(value);
    Object.entries(message).forEach(([name, said]) => told[name]?.(said));
  };

  const theme = kept('baowen-theme');
  if (theme && !new URL(location.href).searchParams.has('__theme')) {
    const settle = () => dark(theme === 'dark');
    document.addEventListener('DOMContentLoaded', settle);
    window.addEventListener('load', () => setTimeout(settle, 0));
  }
  return {receive, show};
})();
"""

HEAD = (
    '<meta name="referrer" content="no-referrer">'
    '<meta name="color-scheme" content="light dark">'
    f"<script>{_PAGE}</script>"
)
