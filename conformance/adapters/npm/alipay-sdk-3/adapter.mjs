// alipay-sdk 3.6.2, Alipay's own, the line before the current one: the calls of its README.
// - sign: `sdkExec` ("sdkExec 示例接口")
// - page_pay: `pageExec` ("pageExec 示例接口")
// - notify, return: `checkNotifySign(postData, raw)` ("通知验签"), `raw` because the form has been decoded already
// - response: `exec` with `validateSign: true`, with urllib's `request` in our hands, so that nothing is sent
// It refuses with `false` or with an error whose text begins with [AlipaySdk].
import { generateKeyPairSync } from 'node:crypto';
import { bytes, fields, form, Reject, sdk, serve, Skip, text, version } from '../../shared/loop.mjs';

const AlipaySdk = sdk('alipay-sdk-3').default;
const urllib = sdk('urllib');

// To read an answer one must ask, and what asks signs; nobody looks at that signature.
const own = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

const client = ({ app_id = 'unused', charset = 'utf-8' }, { private_key, public_key, sign_type, gateway }) =>
  new AlipaySdk({
    appId: app_id,
    privateKey: private_key?.text ?? own,
    keyType: private_key?.format.startsWith('pkcs1') ? 'PKCS1' : 'PKCS8',
    alipayPublicKey: public_key?.text,
    signType: sign_type,
    charset,
    camelcase: false,
    ...(gateway && { gateway }),
  });

const ALWAYS = ['app_id', 'method', 'charset', 'version', 'sign_type', 'timestamp'];

// The SDK takes biz_content as a value and writes it out itself.
function value(biz_content) {
  try {
    return JSON.parse(biz_content);
  } catch {
    throw new Skip('takes biz_content as a value, and this text is none');
  }
}

const input = ({ method: _, biz_content, ...params }) =>
  (biz_content === undefined ? params : { ...params, biz_content: value(biz_content) });

function verified(body, q) {
  const message = form(body);
  if (!client({}, q).checkNotifySign(message, true)) throw new Reject('checkNotifySign says false');
  return { fields: fields(message) };
}

serve({
  name: 'alipay-sdk-3',
  version: version('alipay-sdk-3'),
  homepage: 'https://github.com/alipay/alipay-sdk-nodejs-all',
  lacks: ['pkcs1-public'],
}, {
  'alipay.sign': (q) => {
    const { params } = q;
    if (ALWAYS.some((name) => !(name in params))) throw new Skip(`always signs ${ALWAYS.join(', ')}`);
    if ('biz_content' in params && JSON.stringify(value(params.biz_content)) !== params.biz_content) {
      throw new Skip('writes biz_content out itself, in another form');
    }
    const signed = client(params, q).sdkExec(params.method, input(params));
    return { sign: new URLSearchParams(signed).get('sign') };
  },
  'alipay.page_pay': (q) => {
    const made = client(q.params, q).pageExec(q.params.method, { method: q.http_method, ...input(q.params) });
    return q.http_method === 'GET' ? { url: made } : { html: made };
  },
  'alipay.notify': (q) => verified(bytes(q.body_b64), q),
  'alipay.return': (q) => verified(Buffer.from(q.query), q),
  'alipay.response': async (q) => {
    urllib.request = async () => ({ status: 200, headers: {}, data: text(q.body_b64) });
    return { json: await client(q, q).exec(q.method, {}, { validateSign: true }) };
  },
}, (error) => String(error?.errorMessage ?? error?.message).startsWith('[AlipaySdk]'));
