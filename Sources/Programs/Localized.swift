/// A text in the languages of the page.
public struct Localized: Sendable, Hashable {
    /// English.
    public let en: String
    /// Chinese.
    public let zh: String

    /// A text in English and in Chinese.
    public init(en: String, zh: String) {
        self.en = en
        self.zh = zh
    }
}
