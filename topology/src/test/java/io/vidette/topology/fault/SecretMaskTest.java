package io.vidette.topology.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretMaskTest {
    private static final int ROUNDS = 200 * Integer.getInteger("vidette.rounds", 1);
    private static final long SEED = Long.getLong("vidette.seed", 20261130);
    /** So many characters of a password in a row help to guess it. */
    private static final int RECOGNISABLE = 4;

    private static final List<String> PIECES = List.of(
            "@",
            ":",
            "/",
            "#",
            "%",
            "?",
            "&",
            ";",
            "=",
            "+",
            " ",
            "\t",
            "\n",
            "\r\n",
            "'",
            "\"",
            "\\",
            "$1",
            "***",
            "://",
            "rtsp://",
            "@host/",
            "%40",
            "password=",
            "pa55",
            "Wörd",
            "密码",
            "🔑",
            "(",
            "[",
            "{",
            "<",
            "|",
            "~",
            "hunter2");
    private static final List<UnaryOperator<String>> MESSAGES = List.of(
            password -> "cannot open rtsp://admin:" + password + "@10.0.0.7:554/main: Connection refused",
            password -> "rtsp://" + password + "@10.0.0.7",
            password -> "Unmatched argument at index 2: 'http://admin:" + password + "@cam.local/mjpeg'",
            password -> "lost https://a:" + password
                    + "@[fe80::1]/x and http://10.0.0.8/y\n  at Reader.read(Reader.java:7)");
    private static final List<UnaryOperator<String>> PARAMETERS = List.of(
            password -> "no answer from rtsp://10.0.0.7/cam?user=admin&password=" + password + " within 5 s",
            password -> "rtsp://10.0.0.7/;pwd=" + password + " does not answer",
            password -> "rtsp://10.0.0.7/user=admin_password=" + password + " does not answer");

    private final Random random = new Random(SEED);

    @Test
    void showsNoPartOfAPasswordInAUserInfo() {
        for (int round = 0; round < ROUNDS; round++) {
            String password = password();
            for (UnaryOperator<String> message : MESSAGES) {
                verify(message, password, SecretMask.mask(message.apply(password)));
                verify(message, password, SecretMask.maskAddresses(message.apply(password)));
            }
        }
    }

    @Test
    void showsNoPartOfAPasswordInAParameter() {
        for (int round = 0; round < ROUNDS; round++) {
            // White space ends an address within a message.
            String password = password().replaceAll("\\s", "-");
            for (UnaryOperator<String> message : PARAMETERS) {
                verify(message, password, SecretMask.mask(message.apply(password)));
                verify(message, password, SecretMask.maskAddresses(message.apply(password)));
            }
        }
    }

    @Test
    void showsNoPartOfAPasswordInAnAddress() {
        List<UnaryOperator<String>> addresses = List.of(
                password -> "rtsp://admin:" + password + "@10.0.0.7:554/main",
                password -> "rtsp://10.0.0.7/cam?user=admin&password=" + password,
                password -> "rtsp://10.0.0.7/user=admin_password=" + password);
        for (int round = 0; round < ROUNDS; round++) {
            String password = password();
            for (UnaryOperator<String> address : addresses) {
                verify(address, password, SecretMask.maskAddress(address.apply(password)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cannot open rtsp://u:p@10.0.0.7/main: refused, cannot open rtsp://***@10.0.0.7/main: refused",
        "no answer from rtsp://10.0.0.7/a?b=c within 5 s, no answer from rtsp://10.0.0.7/a?*** within 5 s",
        "'Unmatched argument: ''admin:hunter2@10.0.0.7''', 'Unmatched argument: ''***@10.0.0.7'''",
        "Kafka at localhost:9092 does not answer, Kafka at localhost:9092 does not answer",
        "quorum 1@localhost:9093, quorum 1@localhost:9093",
        "login with password=\"a b\" failed, login with password=*** failed"
    })
    void keepsTheRestOfAMessage(String text, String masked) {
        assertThat(SecretMask.mask(text)).isEqualTo(masked);
    }

    @Test
    void masksATruncatedAddress() {
        assertThat(SecretMask.maskAddresses("not valid JSON: Unrecognized token 'rtsp://admin:hunt at line 1"))
                .isEqualTo("not valid JSON: Unrecognized token *** at line 1");
    }

    private String password() {
        StringBuilder password = new StringBuilder();
        int pieces = 1 + random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            password.append(PIECES.get(random.nextInt(PIECES.size())));
            password.append((char) ('a' + random.nextInt(26))).append(random.nextInt(1000));
        }
        return password.toString();
    }

    /** What the message holds beside the password may be shown. */
    private static void verify(UnaryOperator<String> message, String password, String masked) {
        String shown = message.apply("\0") + "***";
        for (int i = 0; i + RECOGNISABLE <= password.length(); i++) {
            String part = password.substring(i, i + RECOGNISABLE);
            if (!shown.contains(part)) {
                assertThat(masked).as("seed %d, password <%s>", SEED, password).doesNotContain(part);
            }
        }
    }
}
