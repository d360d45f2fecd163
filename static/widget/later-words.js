/* What is said about answering later and calling back, in both languages. */

const en = {
  card: 'You need not wait here.',
  call: 'Choose a time for a call',
  leave: 'Leave a request',
  wait: 'Keep waiting',
  callMe: 'Call me back',
  day: 'Day',
  time: 'Your local time',
  none: 'No time is free for a call in the next days. Leave a request, and we will answer.',
  unknown: 'The times for a call cannot be fetched just now.',
  again: 'Try again',
  noPhone: 'Leave a phone number, so that we can call you.',
  send: 'Ask for the call',
  calling: (when) => `Please call me: ${when}.`,
  called: (phone, when) => `We will call ${phone}: ${when}.`,
  later: 'Please answer me later.',
}

const ru = {
  card: 'Необязательно ждать здесь.',
  call: 'Выбрать время звонка',
  leave: 'Оставить заявку',
  wait: 'Подождать ещё',
  callMe: 'Перезвоните мне',
  day: 'День',
  time: 'Время у вас',
  none: 'В ближайшие дни нет свободного времени для звонка. Оставьте заявку, и мы ответим.',
  unknown: 'Сейчас не удаётся узнать время для звонка.',
  again: 'Повторить',
  noPhone: 'Оставьте телефон, чтобы мы могли перезвонить.',
  send: 'Заказать звонок',
  calling: (when) => `Пожалуйста, перезвоните мне: ${when}.`,
  called: (phone, when) => `Мы позвоним по номеру ${phone}: ${when}.`,
  later: 'Пожалуйста, ответьте мне позже.',
}

export const languages = { en, ru }
