"""The people of the demo, pure. All of them are invented; patients are stamped SYNTHETIC when they are registered."""

from typing import NamedTuple


class Name(NamedTuple):
    """A patient's name; the second script is empty where a person has none."""

    family: str
    given: str
    sex: str
    second_script: str = ""


CALIFORNIAN = (
    Name("Alvarado", "Lucia", "female"),
    Name("Anderson", "Paul", "male"),
    Name("Bennett", "Joyce", "female"),
    Name("Castillo", "Mateo", "male"),
    Name("Chen", "Linda", "female", "陳麗達"),
    Name("Delgado", "Rosario", "female"),
    Name("Eriksen", "Nils", "male"),
    Name("Fitzgerald", "Nora", "female"),
    Name("Gonçalves", "Inês", "female"),
    Name("Haddad", "Sami", "male"),
    Name("Iverson", "Carol", "female"),
    Name("Jackson", "Denise", "female"),
    Name("Kowalczyk", "Jan", "male"),
    Name("Lefèvre", "Chloé", "female"),
    Name("Murphy", "Siobhán", "female"),
    Name("Nakamura", "Yuki", "female", "中村由紀"),
    Name("O'Brien", "Declan", "male"),
    Name("Petrov", "Dmitri", "male"),
    Name("Quintana", "Elena", "female"),
    Name("Robinson", "Marcus", "male"),
    Name("Schröder", "Heike", "female"),
    Name("Tran", "Minh", "male"),
    Name("Ueda", "Kenji", "male", "上田健二"),
    Name("Vasquez", "Carmen", "female"),
    Name("Washington", "Tamara", "female"),
    Name("Xiong", "Mai", "female"),
    Name("Young", "Harold", "male"),
    Name("Zimmerman", "Ruth", "female"),
    Name("Osei", "Abena", "female"),
    Name("Kaplan", "David", "male"),
)

HONG_KONG = (
    Name("Chan", "Tai Man", "male", "陳大文"),
    Name("Wong", "Ka Yan", "female", "黃嘉欣"),
    Name("Lee", "Siu Ling", "female", "李小玲"),
    Name("Lam", "Chi Ming", "male", "林志明"),
    Name("Cheung", "Mei Fong", "female", "張美芳"),
    Name("Ho", "Pui Shan", "female", "何佩珊"),
    Name("Ng", "Kwok Keung", "male", "吳國強"),
    Name("Lau", "Wing Yan", "female", "劉詠恩"),
    Name("Leung", "Suk Yin", "female", "梁淑賢"),
    Name("Cheng", "Ho Yin", "male", "鄭浩然"),
    Name("Chow", "Hoi Ching", "female", "周凱晴"),
    Name("Yip", "Wai Keung", "male", "葉偉強"),
    Name("Kwok", "Yuk Lan", "female", "郭玉蘭"),
    Name("Fung", "Tsz Kit", "male", "馮子傑"),
    Name("Choi", "Lai Kuen", "female", "蔡麗娟"),
    Name("Tang", "Sau Ha", "female", "鄧秀霞"),
    Name("Tsang", "Man Wai", "male", "曾文偉"),
    Name("Poon", "Tsz Ching", "female", "潘芷晴"),
    Name("Chiu", "Kin Wah", "male", "趙建華"),
    Name("Hui", "Oi Lin", "female", "許愛蓮"),
    Name("Lui", "Sze Wan", "female", "呂思韻"),
    Name("Mak", "Chun Hei", "male", "麥俊熙"),
    Name("Siu", "Yuen Man", "female", "蕭婉雯"),
    Name("Tam", "Ying Tung", "female", "譚映彤"),
    Name("Yeung", "Kam Fai", "male", "楊錦輝"),
    Name("Yuen", "Miu Ling", "female", "袁妙玲"),
    Name("Shek", "Hau Yee", "female", "石巧兒"),
    Name("Kwan", "Pak Hin", "male", "關柏軒"),
    Name("Law", "Fung Yee", "female", "羅鳳儀"),
    Name("To", "Wing Hong", "male", "杜永康"),
)
