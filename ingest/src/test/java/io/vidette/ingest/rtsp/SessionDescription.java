package io.vidette.ingest.rtsp;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** What a test camera tells of its stream, as SDP (RFC 8866). */
final class SessionDescription {
    private SessionDescription() {}

    static String of(VideoClip clip, boolean withoutVideo) {
        String head = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=test\r\nt=0 0\r\na=control:*\r\n";
        if (withoutVideo) {
            return head + "m=audio 0 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\na=control:trackID=0\r\n";
        }
        return head + "m=video 0 RTP/AVP 96\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:96 "
                + clip.codec().rtpName() + "/90000\r\na=framerate:" + clip.fps() + "\r\na=fmtp:96 " + parameters(clip)
                + "\r\na=control:trackID=0\r\n";
    }

    private static String parameters(VideoClip clip) {
        List<String> sets = clip.parameterSets().stream()
                .map(Base64.getEncoder()::encodeToString)
                .toList();
        return switch (clip.codec()) {
            case H264 ->
                "packetization-mode=1;sprop-parameter-sets=" + sets.stream().collect(Collectors.joining(","));
            case H265 -> "sprop-vps=" + sets.get(0) + ";sprop-sps=" + sets.get(1) + ";sprop-pps=" + sets.get(2);
        };
    }
}
