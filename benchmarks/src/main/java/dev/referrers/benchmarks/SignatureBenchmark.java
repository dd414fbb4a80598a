package dev.referrers.benchmarks;

import dev.referrers.key.KeySigner;
import dev.referrers.key.Signatures;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.concurrent.TimeUnit;
import okio.ByteString;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Verifying a bare signature by a key on the curve P-256, with either provider of ECDSA. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // set up by JMH
public class SignatureBenchmark {

  private static final Signatures BOUNCY_CASTLE =
      Signatures.withEcdsaBy(new BouncyCastleProvider());

  private final ByteString message = ByteString.encodeUtf8("a message");
  private PublicKey key;
  private ByteString signature;

  @Setup
  public void sign() throws GeneralSecurityException, IOException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    var pair = generator.generateKeyPair();
    key = pair.getPublic();
    try (var signer = KeySigner.of(pair)) {
      signature = signer.sign(message).value();
    }
  }

  @Benchmark
  public boolean byJdk() {
    return Signatures.JDK.verifies(key, message, signature);
  }

  @Benchmark
  public boolean byBouncyCastle() {
    return BOUNCY_CASTLE.verifies(key, message, signature);
  }
}
