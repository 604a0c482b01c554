// tenpay: the calls of its README ("实例化", "中间件・微信消息通知", "API 列表").
// - request, response: `unifiedOrder`, `orderQuery`, `closeOrder`, with urllib's `request` in our hands, so that nothing is sent
// - notify, native_callback, refund_notify: `middlewareForExpress(type)`, fed with the raw text as the README's body parser does
// - reply, native_reply: `res.reply`, `res.replyNative`, which that middleware installs
// - native_url, jsapi, app: `getNativeUrl`, `getPayParamsByPrepay`, `getAppParamsByPrepay`, at the given time and with the given nonce
// - sign: `_getSign`, the function behind all of them; no documented one signs a given set of fields
// The README: every error, whatever its kind, comes as an `Error`.
import { at, b64, fields, Reject, sdk, serve, Skip, text, version } from '../../shared/loop.mjs';

const Tenpay = sdk('tenpay');
const util = sdk('tenpay/lib/util');
const urllib = sdk('urllib');

const merchant = ({ appid = 'unset', mch_id = 'unset', key }) => new Tenpay({ appid, mchid: mch_id, partnerKey: key });

// The SDK compares ids with its configuration; the operation names no merchant, so it is the one that the message names.
async function addressee(xml, key) {
  const { appid, mch_id } = await util.parseXML(xml).catch(() => ({}));
  return merchant({ appid, mch_id, key });
}

function withNonce(nonce, f) {
  const generate = util.generate;
  if (nonce !== undefined) util.generate = () => nonce;
  try {
    return f();
  } finally {
    util.generate = generate;
  }
}

async function receive(type, { body_b64, key }) {
  const body = text(body_b64);
  const api = await addressee(body, key);
  const req = { body };
  let refusal;
  await api.middlewareForExpress(type)(req, { header() {}, send(xml) { refusal = xml; } }, () => {});
  if (refusal !== undefined) throw new Reject(refusal);
  return req.weixin;
}

async function answering(api) {
  const res = { header() {}, send(xml) { this.sent = xml; } };
  await api.middlewareForExpress()({}, res, () => {});
  return res;
}

const CALLS = { unifiedorder: 'unifiedOrder', orderquery: 'orderQuery', closeorder: 'closeOrder' };

serve({ name: 'tenpay', version: version('tenpay'), homepage: 'https://github.com/befinal/node-tenpay' }, {
  'wechat.sign': ({ params, key, sign_type }) => ({ sign: merchant({ key })._getSign(params, sign_type) }),
  'wechat.request': async ({ message, params, key, sign_type }) => {
    let sent;
    urllib.request = async (_url, { data }) => { sent = data; return { status: 500 }; };
    const given = sign_type === 'MD5' ? { ...params } : { ...params, sign_type };
    await withNonce(params.nonce_str, () => merchant({ ...params, key })[CALLS[message]](given)).catch((error) => {
      if (sent === undefined) throw error;
    });
    return { body_b64: b64(sent) };
  },
  'wechat.notify': async (q) => ({ fields: fields(await receive('pay', q)) }),
  'wechat.response': async ({ message, body_b64, key, sign_type }) => {
    const data = text(body_b64);
    urllib.request = async () => ({ status: 200, data });
    const api = await addressee(data, key);
    return { fields: fields(await api[CALLS[message]]({ out_trade_no: '1', sign_type })) };
  },
  'wechat.reply': async ({ outcome, message }) => {
    const res = await answering(merchant({ key: 'unused' }));
    res.reply(outcome === 'success' ? '' : message || 'FAIL');
    return { body_b64: b64(res.sent) };
  },
  'wechat.native_url': ({ params, key }) => ({
    url: at(params.time_stamp, () =>
      withNonce(params.nonce_str, () => merchant({ ...params, key }).getNativeUrl({ product_id: params.product_id }))),
  }),
  'wechat.native_callback': async (q) => ({ fields: fields(await receive('nativePay', q)) }),
  'wechat.native_reply': async ({ params, key }) => {
    if (params.return_code !== 'SUCCESS' || !params.err_code_des !== (params.result_code === 'SUCCESS')) {
      throw new Skip('fails exactly where there is an err_code_des, and knows no failed return_code');
    }
    const res = await answering(merchant({ ...params, key }));
    withNonce(params.nonce_str, () => res.replyNative(params.prepay_id, params.err_code_des));
    return { body_b64: b64(res.sent) };
  },
  'wechat.jsapi': ({ appid, prepay_id, timestamp, nonce_str, key, sign_type }) => ({
    params: at(timestamp, () =>
      withNonce(nonce_str, () => merchant({ appid, key }).getPayParamsByPrepay({ prepay_id }, sign_type))),
  }),
  'wechat.app': ({ appid, mch_id, prepay_id, timestamp, nonce_str, key, sign_type }) => ({
    params: at(timestamp, () =>
      withNonce(nonce_str, () => merchant({ appid, mch_id, key }).getAppParamsByPrepay({ prepay_id }, sign_type))),
  }),
  'wechat.refund_notify': async (q) => {
    const { req_info, ...outer } = await receive('refund', q);
    return { fields: fields({ ...outer, ...req_info }) };
  },
});
