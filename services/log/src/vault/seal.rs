//! Encryption: XChaCha20-Poly1305 with random 192-bit nonces; what is sealed for one person of one space and for one
//! purpose opens for no other.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use maillage_events::id::{PersonRef, SpaceId};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{PersonCard, VaultError, name_folding, root};

const NONCE: usize = 24;
/// Cards are padded to a multiple of this, so that their length does not tell the name's.
const PADDING: usize = 128;

/// A 256-bit key that leaves memory when it is dropped.
pub(super) type Secret = Zeroizing<[u8; 32]>;

/// Whose key or card it is: a reference means somebody in one space alone.
#[derive(Clone, Copy)]
pub(super) struct Whose<'w> {
    pub(super) space: &'w SpaceId,
    pub(super) person: PersonRef,
}

impl Whose<'_> {
    /// What is sealed with it and must be the same when it is opened.
    fn aad(self, purpose: &str) -> Vec<u8> {
        let space = self.space.as_str().as_bytes();
        [b"maillage vault 2 ", purpose.as_bytes(), b" ", space, b" ", self.person.0.as_bytes().as_slice()].concat()
    }

    fn altered(self) -> VaultError {
        VaultError::Altered(self.person)
    }
}

/// What the root key gives: one key a use.
pub(super) struct Keys {
    wrap: Secret,
    blind: Secret,
}

impl Keys {
    pub(super) fn derive(root: &[u8; root::LENGTH]) -> Self {
        Self { wrap: mac(root, &[b"maillage vault: wrap"]), blind: mac(root, &[b"maillage vault: blind index"]) }
    }

    /// Equal for equal names of one space, without showing which.
    pub(super) fn blind(&self, space: &SpaceId, card: &PersonCard) -> Secret {
        let (family, given) =
            (name_folding::folded_name(&card.family_name), name_folding::folded_name(&card.given_name));
        mac(&self.blind, &[space.as_str().as_bytes(), &[0x1f], family.as_bytes(), &[0x1f], given.as_bytes()])
    }

    /// A new key for one person of one space, and the same wrapped.
    pub(super) fn new_key(&self, whose: Whose<'_>) -> Result<(Secret, Vec<u8>), VaultError> {
        let mut key = Secret::default();
        getrandom::fill(key.as_mut())?;
        let wrapped = seal(&self.wrap, whose, "key", key.as_ref())?;
        Ok((key, wrapped))
    }

    /// A person's key; an error when what was wrapped is not hers.
    pub(super) fn unwrap(&self, whose: Whose<'_>, wrapped: &[u8]) -> Result<Secret, VaultError> {
        let opened = open(&self.wrap, whose, "key", wrapped)?;
        let mut key = Secret::default();
        if opened.len() != key.len() {
            return Err(whose.altered());
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
pub(super) fn seal_card(key: &Secret, whose: Whose<'_>, card: &PersonCard) -> Result<Vec<u8>, VaultError> {
    // Sized first: a buffer that grows leaves copies of the name behind.
    let length =
        256 + 6 * (card.family_name.len() + card.given_name.len() + card.contact.as_ref().map_or(0, String::len));
    let mut plain = Zeroizing::new(Vec::with_capacity(length.next_multiple_of(PADDING)));
    serde_json::to_writer(&mut *plain, card).map_err(|_| whose.altered())?;
    let padded = plain.len().next_multiple_of(PADDING);
    plain.resize(padded, b' ');
    seal(key, whose, "card", &plain)
}

/// Opens a card.
pub(super) fn open_card(key: &Secret, whose: Whose<'_>, sealed: &[u8]) -> Result<PersonCard, VaultError> {
    serde_json::from_slice(&open(key, whose, "card", sealed)?).map_err(|_| whose.altered())
}

fn seal(key: &Secret, whose: Whose<'_>, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce)?;
    let aad = whose.aad(purpose);
    let sealed =
        cipher(key).encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad }).map_err(|_| whose.altered())?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open(key: &Secret, whose: Whose<'_>, purpose: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(|| whose.altered())?;
    let aad = whose.aad(purpose);
    let plain =
        cipher(key).decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &aad }).map_err(|_| whose.altered())?;
    Ok(Zeroizing::new(plain))
}

fn cipher(key: &Secret) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(**key))
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
