package dev.referrers.bundle.internal.trust;

import dev.referrers.key.Signatures;
import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** BouncyCastle's algorithms, which are not registered for the whole JVM. */
public final class Primitives {

  public static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  /** Verifies in a fifth of the time that JDK 17 takes for ECDSA. */
  public static final Signatures SIGNATURES = Signatures.withEcdsaBy(BOUNCY_CASTLE);

  private Primitives() {}
}
