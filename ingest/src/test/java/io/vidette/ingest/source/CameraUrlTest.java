package io.vidette.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.config.Secrets.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraUrlTest {
    @ParameterizedTest
    @CsvSource({
        "rtsp://10.0.0.7:554/main, rtsp://10.0.0.7:554/main",
        "rtsp://user:pw@10.0.0.7/main, rtsp://***@10.0.0.7/main",
        "rtsp://user:p@w/x@10.0.0.7/main, rtsp://***@10.0.0.7/main",
        "rtsp://10.0.0.7/cam?user=admin&password=pw, rtsp://10.0.0.7/cam?***",
        "synthetic:, synthetic:",
    })
    void showsNoSecret(String url, String shown) {
        assertThat(new CameraUrl(url).shown()).isEqualTo(shown);
        assertThat(new CameraUrl(url)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource({"rtsps://cam.example:322/main, cam.example", "rtsps://[fe80::1]:322/x, fe80::1", "https://h?a=b, h"})
    void namesTheHost(String url, String host) {
        assertThat(new CameraUrl(url).host()).isEqualTo(host);
    }

    @Test
    void carriesAnyPasswordEncoded() throws Exception {
        assertThat(new CameraUrl("rtsp://host/main").with(new Credentials("me", "a:b@c/d%")))
                .isEqualTo("rtsp://me:a%3Ab%40c%2Fd%25@host/main");
    }

    @Test
    void refusesAPasswordThatFfmpegWouldCutOff() {
        assertThatThrownBy(() -> new CameraUrl("rtsp://host/main").with(new Credentials("me", "x".repeat(130))))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("shorten the password")
                .hasMessageNotContaining("xxx");
    }
}
