package io.vidette.topology.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.config.Secrets.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CameraUrlTest {
    @ParameterizedTest
    @CsvSource({
        "rtsp://u:p@10.0.0.7/main, rtsp://10.0.0.7/main, u, p",
        "rtsp://u:p@10.0.0.7, rtsp://10.0.0.7, u, p",
        "rtsps://u:p@cam.local:322/a?b=c#d, rtsps://cam.local:322/a?b=c#d, u, p",
        "rtsp://u:p@[fe80::1]:554/main, rtsp://[fe80::1]:554/main, u, p",
        "rtsp://u:p@ss@host/main, rtsp://host/main, u, p@ss",
        "rtsp://u:a:b@host/main, rtsp://host/main, u, a:b",
        "http://u:a%2Fb+c%zz@host/main, http://host/main, u, a/b+c%zz",
        "rtsp://admin@host/main, rtsp://host/main, admin, ''"
    })
    void separatesThePasswordFromTheUrl(String text, String url, String user, String password) {
        CameraUrl.WithCredentials parted = CameraUrl.parse(text);

        assertThat(parted.url().text()).isEqualTo(url);
        assertThat(parted.credentials()).contains(new Credentials(user, password));
        assertThat(parted.toString()).doesNotContain(user + ":" + password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rtsp://10.0.0.7:554/main", "http://host/mjpeg", "file:/videos/a@b.mp4", "synthetic:squares"})
    void keepsAUrlWithoutAPassword(String text) {
        assertThat(CameraUrl.parse(text).url().text()).isEqualTo(text);
        assertThat(CameraUrl.parse(text).credentials()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://user:sec/ret@10.0.0.7/main",
                "rtsp://user:12/ret@10.0.0.7/main",
                "rtsp://user:sec?ret@10.0.0.7/main",
                "rtsp://user:sec#ret@10.0.0.7/main",
                "rtsp://secret:port/main",
                "rtsp:///secret",
                "secret.mp4",
                "ftp://host/secret",
                "rtsp:secret",
                "file://user:secret@10.0.0.7/main"
            })
    void refusesAnAmbiguousHostWithoutShowingTheUrl(String text) {
        assertThatThrownBy(() -> CameraUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("sec", "ret@"));
    }

    @Test
    void detectsAPasswordInThePath() {
        assertThat(CameraUrl.parse("rtsp://host/live?user=a&password=b").url().hasPasswordParameter())
                .isTrue();
        assertThat(CameraUrl.parse("rtsp://host/live?channel=1").url().hasPasswordParameter())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://10.0.0.7:554/main, rtsp://10.0.0.7:554/main",
        "rtsp://user:pw@10.0.0.7/main, rtsp://***@10.0.0.7/main",
        "rtsp://user:p@w/x@10.0.0.7/main, rtsp://***@10.0.0.7/main",
        "rtsp://10.0.0.7/cam?user=admin&password=pw, rtsp://10.0.0.7/cam?***",
        "synthetic:?fps=5, synthetic:?fps=5",
    })
    void showsNoSecret(String url, String shown) {
        assertThat(new CameraUrl(url).shown()).isEqualTo(shown);
        assertThat(new CameraUrl(url)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "rtsps://cam.example:322/main, cam.example, 322, false",
        "rtsps://[fe80::1]:322/x, fe80::1, 322, true",
        "https://h?a=b, h, -1, false",
        "rtsp://10.0.0.7, 10.0.0.7, -1, true",
        "/videos/yard.mp4, '', -1, false"
    })
    void namesHostAndPort(String url, String host, int port, boolean isAddress) {
        assertThat(new CameraUrl(url).host()).isEqualTo(host);
        assertThat(new CameraUrl(url).port().orElse(-1)).isEqualTo(port);
        assertThat(new CameraUrl(url).isAddress()).isEqualTo(isAddress);
    }

    @Test
    void encodesAnyPassword() {
        assertThat(new CameraUrl("rtsp://host/main").with(new Credentials("me", "a:b@c/d%")))
                .isEqualTo("rtsp://me:a%3Ab%40c%2Fd%25@host/main");
    }

    @Test
    void refusesAPasswordThatFfmpegWouldTruncate() {
        assertThatThrownBy(() -> new CameraUrl("rtsp://host/main").with(new Credentials("me", "x".repeat(130))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shorten the password")
                .hasMessageNotContaining("xxx");
    }
}
