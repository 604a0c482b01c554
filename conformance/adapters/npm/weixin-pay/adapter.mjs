// weixin-pay: the calls of its README.
// - request, response: `createUnifiedOrder`, `queryOrder`, `closeOrder`, with the `request` package in our hands
// - notify, native_callback: `useWXCallback`, the README's middleware, which hands over the message
// - reply: `res.success`, `res.fail`, which that middleware installs
// - native_url: `createMerchantPrepayUrl`; jsapi: `getBrandWCPayRequestParams`, which orders first; sign: `sign`
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { at, b64, bytes, fields, Reject, sdk, serve, Skip, text, version } from '../../shared/loop.mjs';

const within = createRequire(sdk.resolve('weixin-pay'));
let wire = () => {};
within.cache[within.resolve('request')] = { id: 'request', loaded: true, exports: (options, done) => wire(options, done) };
const WXPay = sdk('weixin-pay');

const merchant = ({ appid, mch_id, key }) => WXPay({ appid, mch_id, partner_key: key });
const MD5 = ({ sign_type }) => {
  if (sign_type === 'HMAC-SHA256') throw new Skip('signs with MD5 only');
};

const call = (f) => new Promise((resolve, reject) => f((error, result) => (error ? reject(error) : resolve(result))));

function receive({ body_b64, key }) {
  return new Promise((resolve, reject) => {
    const handler = merchant({ key }).useWXCallback((message) =>
      message ? resolve(message) : reject(new Reject('the handler is called without a message')));
    handler(Readable.from([bytes(body_b64)]), {}, () => {});
  });
}

const answer = (outcome) => new Promise((resolve) => {
  merchant({}).useWXCallback((_message, _req, res) => (outcome === 'success' ? res.success() : res.fail()))(
    Readable.from([Buffer.from('<xml></xml>')]), { end: resolve }, () => {});
});

const CALLS = { unifiedorder: 'createUnifiedOrder', orderquery: 'queryOrder', closeorder: 'closeOrder' };

serve({ name: 'weixin-pay', version: version('weixin-pay'), homepage: 'https://github.com/tvrcgo/weixin-pay', lacks: ['hmac-sha256'] }, {
  'wechat.sign': (q) => (MD5(q), { sign: merchant(q).sign({ ...q.params }) }),
  'wechat.request': ({ message, params, key, sign_type }) => {
    MD5({ sign_type });
    let sent;
    wire = ({ body }) => { sent = body; };
    merchant({ ...params, key })[CALLS[message]]({ ...params }, () => {});
    return { body_b64: b64(sent) };
  },
  'wechat.notify': async (q) => ({ fields: fields(await receive(q)) }),
  'wechat.response': async ({ message, body_b64, key }) => {
    wire = (_options, done) => done(null, {}, text(body_b64));
    return { fields: fields(await call((done) => merchant({ key })[CALLS[message]]({ out_trade_no: '1' }, done))) };
  },
  'wechat.reply': async ({ outcome }) => ({ body_b64: b64(await answer(outcome)) }),
  'wechat.native_url': ({ params, key }) => ({ url: merchant({ ...params, key }).createMerchantPrepayUrl({ ...params }) }),
  'wechat.native_callback': async (q) => ({ fields: fields(await receive(q)) }),
  'wechat.jsapi': async (q) => {
    MD5(q);
    wire = (_options, done) =>
      done(null, {}, `<xml><nonce_str><![CDATA[${q.nonce_str}]]></nonce_str><prepay_id><![CDATA[${q.prepay_id}]]></prepay_id></xml>`);
    return { params: await at(q.timestamp, () => call((done) => merchant(q).getBrandWCPayRequestParams({}, done))) };
  },
});
