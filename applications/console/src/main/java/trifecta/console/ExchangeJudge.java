package trifecta.console;

import trifecta.service.status.Status;

/** The exchange is there or not; what it emits is its own affair. */
final class ExchangeJudge implements Judge {
    @Override
    public Finding judge(Status before, Status status) {
        return Finding.LIVE;
    }

    @Override
    public String silence() {
        return "it emits nothing";
    }
}
