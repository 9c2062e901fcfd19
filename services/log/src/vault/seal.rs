//! Encryption: XChaCha20-Poly1305 with random 192-bit nonces; what is sealed for one person and purpose opens for no
//! other.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use maillage_events::id::PersonRef;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{PersonCard, VaultError, name_folding, root};

const NONCE: usize = 24;
/// Cards are padded to a multiple of this, so that their length does not tell the name's.
const PADDING: usize = 128;

/// A 256-bit key that leaves memory when it is dropped.
pub(super) type Secret = Zeroizing<[u8; 32]>;

/// What the root key gives: one key a use.
pub(super) struct Keys {
    wrap: Secret,
    blind: Secret,
}

impl Keys {
    pub(super) fn derive(root: &[u8; root::LENGTH]) -> Self {
        Self { wrap: mac(root, &[b"maillage vault: wrap"]), blind: mac(root, &[b"maillage vault: blind index"]) }
    }

    /// Equal for equal names, without showing which.
    pub(super) fn blind(&self, card: &PersonCard) -> Secret {
        let (family, given) =
            (name_folding::folded_name(&card.family_name), name_folding::folded_name(&card.given_name));
        mac(&self.blind, &[family.as_bytes(), &[0x1f], given.as_bytes()])
    }

    /// A new key for one person, and the same wrapped.
    pub(super) fn new_key(&self, person: PersonRef) -> Result<(Secret, Vec<u8>), VaultError> {
        let mut key = Secret::default();
        getrandom::fill(key.as_mut())?;
        let wrapped = seal(&self.wrap, person, "key", key.as_ref())?;
        Ok((key, wrapped))
    }

    /// A person's key; an error when what was wrapped is not hers.
    pub(super) fn unwrap(&self, person: PersonRef, wrapped: &[u8]) -> Result<Secret, VaultError> {
        let opened = open(&self.wrap, person, "key", wrapped)?;
        let mut key = Secret::default();
        if opened.len() != key.len() {
            return Err(VaultError::Altered(person));
        }
        key.copy_from_slice(&opened);
        Ok(key)
    }

    /// A value that only this root key can have made: tells a wrong key from altered data.
    pub(super) fn proof(&self) -> Secret {
        mac(&self.wrap, &[b"maillage vault: proof"])
    }
}

/// Seals a card under the person's key.
pub(super) fn seal_card(key: &Secret, person: PersonRef, card: &PersonCard) -> Result<Vec<u8>, VaultError> {
    // Sized first: a buffer that grows leaves copies of the name behind.
    let length =
        256 + 6 * (card.family_name.len() + card.given_name.len() + card.contact.as_ref().map_or(0, String::len));
    let mut plain = Zeroizing::new(Vec::with_capacity(length.next_multiple_of(PADDING)));
    serde_json::to_writer(&mut *plain, card).map_err(|_| VaultError::Altered(person))?;
    let padded = plain.len().next_multiple_of(PADDING);
    plain.resize(padded, b' ');
    seal(key, person, "card", &plain)
}

/// Opens a card.
pub(super) fn open_card(key: &Secret, person: PersonRef, sealed: &[u8]) -> Result<PersonCard, VaultError> {
    serde_json::from_slice(&open(key, person, "card", sealed)?).map_err(|_| VaultError::Altered(person))
}

fn seal(key: &Secret, person: PersonRef, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce)?;
    let aad = aad(person, purpose);
    let sealed = cipher(key)
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad })
        .map_err(|_| VaultError::Altered(person))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open(key: &Secret, person: PersonRef, purpose: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(VaultError::Altered(person))?;
    let aad = aad(person, purpose);
    let plain = cipher(key)
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &aad })
        .map_err(|_| VaultError::Altered(person))?;
    Ok(Zeroizing::new(plain))
}

fn cipher(key: &Secret) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(**key))
}

fn aad(person: PersonRef, purpose: &str) -> Vec<u8> {
    [b"maillage vault 1 ", purpose.as_bytes(), b" ", person.0.as_bytes().as_slice()].concat()
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> Secret {
    // A whole block, the key first and zeros after: what HMAC itself does with a shorter key.
    let mut block = Zeroizing::new([0; 64]);
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&(*block).into());
    for part in parts {
        mac.update(part);
    }
    Zeroizing::new(mac.finalize().into_bytes().into())
}
