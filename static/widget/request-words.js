/* What the request form says, in both languages. It comes with the form, which most visitors never see. */

const en = {
  form: 'Request',
  text: 'Your message',
  group: 'Department',
  pick: 'Choose…',
  name: 'Name',
  optional: 'optional',
  email: 'E-mail',
  phone: 'Phone',
  send: 'Send the request',
  answer: (to) => `We will answer to ${to}.`,
  back: 'Somebody is here now.',
  chat: 'Chat now',
  noText: 'Write what you would like to ask.',
  tooLong: 'This is too long: 4,000 characters at most.',
  noGroup: 'Choose a department.',
  noContacts: 'Leave an e-mail address or a phone number, so that we can answer.',
  noEmail: 'This is not an e-mail address.',
  noPhone: 'This is not a phone number.',
}

const ru = {
  form: 'Заявка',
  text: 'Ваше сообщение',
  group: 'Отдел',
  pick: 'Выберите…',
  name: 'Имя',
  optional: 'необязательно',
  email: 'Эл. почта',
  phone: 'Телефон',
  send: 'Отправить заявку',
  answer: (to) => `Мы ответим: ${to}.`,
  back: 'Мы снова на связи.',
  chat: 'Перейти в чат',
  noText: 'Напишите, что вы хотели бы спросить.',
  tooLong: 'Слишком длинно: не больше 4000 символов.',
  noGroup: 'Выберите отдел.',
  noContacts: 'Оставьте почту или телефон, чтобы мы могли ответить.',
  noEmail: 'Это не адрес эл. почты.',
  noPhone: 'Это не номер телефона.',
}

export const languages = { en, ru }
