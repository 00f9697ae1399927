import Programs

extension Localized {
    /// A number is not what it should be, as updates of it were lost.
    static func lostUpdates(
        _ lost: Int, of subject: (en: String, zh: String), _ found: Int, _ wanted: Int
    ) -> Localized {
        Localized(
            en: "\(subject.en) is \(found) and should be \(wanted); "
                + (lost == 1 ? "1 update was lost" : "\(lost) updates were lost"),
            zh: "\(subject.zh)是 \(found)，应为 \(wanted)；丢失了 \(lost) 次更新")
    }
}
