// Sends the mail on standard input: host port security(clear|starttls|tls) ca user sender recipient; the password comes from PASSWORD.
const fs = require('fs');
const nodemailer = require('nodemailer');

const [host, port, security, ca, user, sender, recipient] = process.argv.slice(2);
const transport = nodemailer.createTransport({
  host,
  port: Number(port),
  name: 'client.example',
  secure: security === 'tls',
  requireTLS: security === 'starttls',
  ignoreTLS: security === 'clear',
  tls: { ca: fs.readFileSync(ca), servername: 'localhost' },
  auth: user ? { user, pass: process.env.PASSWORD } : undefined,
});
transport
  .sendMail({ envelope: { from: sender, to: [recipient] }, raw: fs.readFileSync(0) })
  .then(() => transport.close())
  .catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
